import { nearestLine, linesOf } from "./json-lines.ts";

/** The line of a field, as schema-compatibility names it (`$.data.year`, `$.items[].name`), in a schema's text. */
export const lineOfField = (text: string, field: string): number => {
  const pointer = field
    .replace(/^\$/, "")
    .replaceAll("[]", "/items")
    .replaceAll(/\.([^./]+)/g, "/properties/$1");
  return nearestLine(linesOf(text), pointer);
};
