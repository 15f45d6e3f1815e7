import type { Stored } from "./change-partition.ts";

/** The newest of what this process has written itself, with its ETag: what follows within moments goes on from it without a look. */
export type JustShown<Document> = {
  of: (partition: string, id: string) => Stored<Document> | undefined;
  keep: (document: Stored<Document>) => void;
};

/** Remembers so many documents at most; the oldest go first. */
export const justShown = <Document extends { id: string; partition: string }>(
  most = 1_000,
): JustShown<Document> => {
  const kept = new Map<string, Stored<Document>>();
  const keyOf = (partition: string, id: string): string => `${partition}|${id}`;
  return {
    of: (partition, id) => kept.get(keyOf(partition, id)),
    keep: (document) => {
      const key = keyOf(document.partition, document.id);
      kept.delete(key);
      kept.set(key, document);
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    },
  };
};
