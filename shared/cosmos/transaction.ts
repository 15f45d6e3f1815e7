import type { Container, OperationInput } from "@azure/cosmos";
import { hasStatus } from "./status.ts";

/** The answer need not repeat the documents: who wrote them has them. */
const statusesAlone = { contentResponseOnWriteEnabled: false };

/** The new ETags of a batch's documents, in the order of its operations. */
export type ETags = readonly (string | undefined)[];

/**
 * One transactional batch in one logical partition: all is stored or nothing. "conflict" when another writer was faster (a
 * document exists, or is no longer the version that was named). @throws what else Cosmos says, with its status in `cause`
 */
export const transaction = async (
  container: Container,
  partition: string,
  operations: OperationInput[],
): Promise<ETags | "conflict"> => {
  try {
    const { result, code } = await container.items.batch(operations, partition, statusesAlone);
    const failed = result?.find(({ statusCode }) => statusCode >= 400 && statusCode !== 424);
    // A batch that failed answers 207, with a status for each operation.
    if (!failed && code !== undefined && code < 207) return (result ?? []).map(({ eTag }) => eTag);
    const status = failed?.statusCode ?? code;
    if (status === 409 || status === 412) return "conflict";
    throw new Error(`Cosmos refused a batch with status ${status ?? "unknown"}.`, {
      cause: { code: status },
    });
  } catch (error) {
    if (isConflict(error)) return "conflict";
    throw error;
  }
};

// The SDK wraps what a batch throws in an error without a code.
const isConflict = (error: unknown): boolean =>
  [error, error instanceof Error && error.cause].some((one) => hasStatus(one, 409, 412));

// The SDK types a body as its own JSONObject; ours are plain data.
type Body = Extract<OperationInput, { operationType: "Create" }>["resourceBody"];

export const create = (document: object): OperationInput => ({
  operationType: "Create",
  resourceBody: document as Body,
});

/** Replaces the document, if it is still the version with this ETag. */
export const replace = (
  document: Readonly<Record<string, unknown>> & { id: string },
  ifMatch: string,
): OperationInput => ({
  operationType: "Replace",
  id: document.id,
  ifMatch,
  resourceBody: document as unknown as Body,
});
