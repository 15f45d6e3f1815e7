import { HttpRefusal } from "./problem.ts";

/** The entity tag of a version: strong, since a version's content never changes (RFC 9110 section 8.8.3). */
export const etagOf = (version: number): string => `"${version}"`;

/**
 * The versions that an If-Match header allows: undefined for no header or `*`. A tag that is not one of ours, or weak,
 * matches nothing (RFC 9110 section 13.1.1). @throws HttpRefusal 400 when the header is no list of tags
 */
export const versionsIn = (ifMatch: string | null): number[] | undefined => {
  if (ifMatch === null || ifMatch.trim() === "*") return undefined;
  if (!/^[\s,]*""(?:\s*,[\s,]*"")*[\s,]*$/.test(ifMatch.replaceAll(entityTag, '""'))) {
    throw new HttpRefusal("invalid", "Send the ETag that you were given, with its quotes.", {
      errors: [{ path: "If-Match", message: "is not an entity tag" }],
    });
  }
  const tags = ifMatch.match(entityTag) ?? [];
  return tags.flatMap((tag) => (/^"[1-9]\d{0,14}"$/.test(tag) ? [Number(tag.slice(1, -1))] : []));
};

/** RFC 9110 section 8.8.3: a comma may be inside, a space or a quote not. */
const entityTag = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g;
