import type { Container } from "@azure/cosmos";
import { hasStatus } from "../../shared/cosmos/status.ts";

type Document = { id: string; partition: string };

/** Creates the document unless there is one of its id in its partition. Answers whether it did. */
export const createOnce = async (container: Container, document: Document): Promise<boolean> => {
  try {
    await container.items.create(document);
    return true;
  } catch (error) {
    if (hasStatus(error, 409)) return false;
    throw error;
  }
};

/** Replaces the document as it was read, unless another writer was faster. Answers whether it did. */
export const replaceUnchanged = async (
  container: Container,
  document: Document,
  etag: string,
): Promise<boolean> => {
  try {
    const accessCondition = { type: "IfMatch", condition: etag };
    await container.item(document.id, document.partition).replace(document, { accessCondition });
    return true;
  } catch (error) {
    if (hasStatus(error, 412)) return false;
    throw error;
  }
};

/** Deletes the document, or finds that it is gone. Answers whether it was there. */
export const deleteOnce = async (container: Container, { id, partition }: Document): Promise<boolean> => {
  try {
    await container.item(id, partition).delete();
    return true;
  } catch (error) {
    if (hasStatus(error, 404)) return false;
    throw error;
  }
};
