import type { Container } from "@azure/cosmos";
import { forEachOf, inChunks } from "./chunks.ts";

const pageSize = 1_000;

/** Deletes all documents of a generation, page by page and partition by partition; what is gone already is no harm. */
export const deleteGeneration = async (container: Container, generation: string): Promise<void> => {
  const query = {
    query: "SELECT c.id, c.partition FROM c WHERE STARTSWITH(c.partition, @beginning)",
    parameters: [{ name: "@beginning", value: `${generation}|` }],
  };
  for (;;) {
    const { resources } = await container.items
      .query<{ id: string; partition: string }>(query, { maxItemCount: pageSize })
      .fetchNext();
    if (resources.length === 0) return;
    await forEachOf(
      Map.groupBy(resources, ({ partition }) => partition),
      async ([partition, documents]) => {
        for (const some of inChunks(documents, 100)) {
          const operations = some.map(({ id }) => ({ operationType: "Delete" as const, id }));
          await container.items.batch(operations, partition);
        }
      },
    );
  }
};
