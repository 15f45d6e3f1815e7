import type { Container, Resource } from "@azure/cosmos";
import { pauseBeforeRetry } from "../../shared/cosmos/pause.ts";
import type { JustShown } from "./just-shown.ts";
import { create, replace, transaction } from "../../shared/cosmos/transaction.ts";

/** A document of a view as it is written. */
export type ViewDocument = { id: string; partition: string; kind: string };

/** A document as it is stored: it is replaced only while it has this ETag. */
export type Stored<Document> = Document & Pick<Resource, "_etag">;

/** The documents of one partition that a change is about, by id. */
export type Found<Document> = ReadonlyMap<string, Document>;

/** What becomes of the documents that were found; or which others have to be looked at, too, before that can be said. */
export type Changed<Document> = { documents: readonly Document[] } | { needs: readonly string[] };

/**
 * Changes documents of one partition in one transactional batch: reads those with these ids, has the pure `change` say what
 * becomes of them, and stores all of that or nothing. Repeats the whole when another writer was faster, so `change` has to find
 * by itself what was done before. At most 100 documents may change.
 *
 * With `areNew` it does not look first: a `change` that makes every document with these ids from nothing is tried at once, and
 * where one of them is there already, the conflict says so. Nor does it look first where all of them were `shown` just now, by this
 * process: where another one has changed them since, the ETag says so.
 */
export const changePartition = async <Document extends ViewDocument>(
  container: Container,
  partition: string,
  ids: Iterable<string>,
  change: (found: Found<Document>, asked: ReadonlySet<string>) => Changed<Document>,
  { areNew = false, shown }: { areNew?: boolean; shown?: JustShown<Document> | undefined } = {},
): Promise<void> => {
  const wanted = new Set(ids);
  let ahead = areNew ? new Map<string, Stored<Document>>() : rememberedOf(shown, partition, wanted);
  for (let attempt = 0; ;) {
    const found = ahead ?? (await readByIds<Document>(container, partition, [...wanted]));
    const changed = change(found, wanted);
    if ("needs" in changed) {
      for (const id of changed.needs) wanted.add(id);
      ahead = undefined;
      continue;
    }
    if (changed.documents.length === 0) return;
    const operations = changed.documents.map((document) => {
      const before = found.get(document.id);
      return before ? replace(document, before._etag) : create(document);
    });
    const etags = await transaction(container, partition, operations);
    if (etags !== "conflict") {
      changed.documents.forEach((document, index) => {
        const etag = etags[index];
        if (etag !== undefined) shown?.keep({ ...document, _etag: etag });
      });
      return;
    }
    if (!ahead) await pauseBeforeRetry(attempt++);
    ahead = undefined;
  }
};

/** All of them as they were shown just now; undefined when one of them was not. */
const rememberedOf = <Document>(
  shown: JustShown<Document> | undefined,
  partition: string,
  ids: ReadonlySet<string>,
): Map<string, Stored<Document>> | undefined => {
  const remembered = new Map<string, Stored<Document>>();
  for (const id of ids) {
    const document = shown?.of(partition, id);
    if (!document) return undefined;
    remembered.set(id, document);
  }
  return remembered;
};

/** The documents with these ids in one partition, by id; one that is not there is left out. */
export const readByIds = async <Document extends { id: string }>(
  container: Container,
  partition: string,
  ids: readonly string[],
): Promise<Map<string, Document & Resource>> => {
  const [only, ...more] = ids;
  if (only !== undefined && more.length === 0) {
    const { resource } = await container.item(only, partition).read<Document>();
    return new Map(resource && [[only, resource]]);
  }
  const query = {
    query: `SELECT * FROM c WHERE c.id IN (${ids.map((_, index) => `@id${index}`).join(", ")})`,
    parameters: ids.map((id, index) => ({ name: `@id${index}`, value: id })),
  };
  const { resources } = await container.items
    .query<Document & Resource>(query, { partitionKey: partition, maxItemCount: ids.length })
    .fetchAll();
  return new Map(resources.map((document) => [document.id, document]));
};
