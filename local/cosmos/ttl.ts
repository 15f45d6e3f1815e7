import type { Container } from "./catalog.ts";

/** When a document of this container is gone, in seconds since 1970; undefined for never. */
const expiry = (defaultTtl: number | undefined, ts: number, ttl: number | null): number | undefined => {
  if (defaultTtl === undefined) return undefined;
  const seconds = ttl ?? defaultTtl;
  return seconds === -1 ? undefined : ts + seconds;
};

/**
 * True when a document has outlived its time. An expired document is invisible at once, as in Azure, wherever it still lies on disk. Without a default
 * on the container nothing expires, whatever the documents say.
 */
export const isExpired = (
  container: Pick<Container, "defaultTtl">,
  { ts, ttl }: { ts: number; ttl: number | null },
  now: number,
): boolean => {
  const at = expiry(container.defaultTtl, ts, ttl);
  return at !== undefined && now / 1000 >= at;
};
