import type { Settings } from "./settings.ts";

type JsonObject = Record<string, unknown>;

const prefix = "AzureFunctionsJobHost__";

/**
 * host.json with the settings that override it, as in Azure: `AzureFunctionsJobHost__extensions__http__routePrefix` sets
 * `extensions.http.routePrefix`, and numbers as names make an array (`AzureFunctionsJobHost__functions__0`).
 */
export const overrideHostJson = (json: JsonObject, settings: Settings): JsonObject => {
  const result = structuredClone(json);
  const lists = new Set<string>();
  for (const [name, text] of settings) {
    if (!name.toLowerCase().startsWith(prefix.toLowerCase())) continue;
    const path = name.slice(prefix.length).split("__");
    const last = path.pop() ?? "";
    if (/^\d+$/.test(last)) {
      const key = path.join(".");
      const list = listAt(result, path, !lists.has(key));
      lists.add(key);
      list[Number(last)] = valueOf(text);
    } else objectAt(result, path)[last] = valueOf(text);
  }
  return result;
};

const valueOf = (text: string): unknown =>
  /^(?:true|false|-?\d+)$/i.test(text) ? (JSON.parse(text.toLowerCase()) as unknown) : text;

const objectAt = (json: JsonObject, path: readonly string[]): JsonObject => {
  let at = json;
  for (const key of path) {
    const next = at[key];
    if (typeof next === "object" && next !== null) at = next as JsonObject;
    else {
      const created: JsonObject = {};
      at[key] = created;
      at = created;
    }
  }
  return at;
};

// The first override of a list replaces what host.json has.
const listAt = (json: JsonObject, path: readonly string[], replace: boolean): unknown[] => {
  const parent = objectAt(json, path.slice(0, -1));
  const key = path.at(-1) ?? "";
  const known = parent[key];
  if (!replace && Array.isArray(known)) return known as unknown[];
  const created: unknown[] = [];
  parent[key] = created;
  return created;
};
