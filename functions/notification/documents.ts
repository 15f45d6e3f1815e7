import type { Container } from "@azure/cosmos";

/** At most so many documents are asked for by id at once. */
const idsAtOnce = 250;

/** The documents with these ids in one logical partition, in no order; an id that is not there is left out. */
export const readByIds = async <Document extends { id: string }>(
  container: Container,
  partition: string,
  ids: readonly string[],
): Promise<Document[]> => {
  const found: Document[] = [];
  for (let from = 0; from < ids.length; from += idsAtOnce) {
    const some = ids.slice(from, from + idsAtOnce);
    const names = some.map((_, index) => `@id${index}`);
    const { resources } = await container.items
      .query<Document>(
        {
          query: `SELECT * FROM c WHERE c.id IN (${names.join(", ")})`,
          parameters: some.map((id, index) => ({ name: `@id${index}`, value: id })),
        },
        { partitionKey: partition },
      )
      .fetchAll();
    found.push(...resources);
  }
  return found;
};
