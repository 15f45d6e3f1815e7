import path from "node:path";
import { brokenRoutes } from "./api-compatibility.ts";
import { linesOf, nearestLine } from "./json-lines.ts";
import type { Root } from "./schema-variance.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** The API's document as the code has it, and as it was published last. */
export const apiFiles = {
  current: path.join(root, "docs/api/openapi.json"),
  published: path.join(root, "docs/api/published/openapi.json"),
};

/** What of the change from one document's text to another's breaks callers: a line each, with the line that broke it. */
export const brokenApi = (published: string, current: string): string[] => {
  const [linesWere, linesAre] = [linesOf(published), linesOf(current)];
  const found = brokenRoutes(JSON.parse(published) as Root, JSON.parse(current) as Root);
  const file = path.relative(root, apiFiles.current);
  // A schema that several routes share is broken once: the first route that has it stands for all.
  const told = new Map<string, string>();
  for (const { path: place, change, was, is } of found) {
    const line = nearestLine(linesAre, is);
    const once = `${line} ${change}`;
    if (told.has(once)) continue;
    told.set(once, `${file}:${line} ${place}: ${change} (published: line ${nearestLine(linesWere, was)})`);
  }
  return [...told.values()];
};
