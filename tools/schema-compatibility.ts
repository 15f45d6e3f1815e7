import { isDeepStrictEqual } from "node:util";

type Schema = Record<string, unknown>;

/** One change that somebody can't live with; `path` names the field, `$` the whole. */
export type Breaking = { path: string; change: string };

/**
 * What of a change to an event's schema breaks somebody. An event has readers on both sides of the change: consumers
 * that know only the old schema get new events, and the new code reads every old event again, since history is kept
 * for ever and views are rebuilt from it. So both must accept both, and only a new optional field is free.
 */
export const compatibility = (old: Schema, current: Schema): Breaking[] =>
  compare(old, current, { old, current, path: "$", open: new Set() });

type Place = { old: Schema; current: Schema; path: string; open: Set<string> };

const annotations = new Set([
  "$schema",
  "$id",
  "$defs",
  "$comment",
  "title",
  "description",
  "examples",
  "deprecated",
]);
const structure = new Set(["$ref", "properties", "required", "items", "anyOf", "oneOf", "enum", "type"]);

const compare = (was: unknown, is: unknown, place: Place): Breaking[] => {
  if (typeof was !== "object" || typeof is !== "object" || was === null || is === null) {
    return was === is ? [] : [{ path: place.path, change: `the schema was ${show(was)}, is ${show(is)}` }];
  }
  const before = resolve(was as Schema, place.old);
  const after = resolve(is as Schema, place.current);
  // A schema that holds itself is compared once for each pair of references.
  const pair = `${String(before.ref)} ${String(after.ref)}`;
  if (before.ref !== undefined && after.ref !== undefined) {
    if (place.open.has(pair)) return [];
    place = { ...place, open: new Set([...place.open, pair]) };
  }
  return [
    ...types(before.schema, after.schema, place),
    ...values(before.schema, after.schema, place),
    ...fields(before.schema, after.schema, place),
    ...items(before.schema, after.schema, place),
    ...(["anyOf", "oneOf"] as const).flatMap((keyword) =>
      options(keyword, before.schema, after.schema, place),
    ),
    ...rest(before.schema, after.schema, place),
  ];
};

const resolve = (schema: Schema, root: Schema): { schema: Schema; ref?: string } => {
  const ref = schema["$ref"];
  if (typeof ref !== "string") return { schema };
  const name = /^#\/\$defs\/([^/]+)$/.exec(ref)?.[1];
  const target =
    name === undefined ? undefined : (root["$defs"] as Record<string, Schema> | undefined)?.[name];
  if (!target) throw new Error(`The reference ${ref} leads nowhere in its schema.`);
  return { schema: resolve(target, root).schema, ref };
};

const types = (was: Schema, is: Schema, { path }: Place): Breaking[] => {
  const before = listOf(was["type"]).toSorted();
  const after = listOf(is["type"]).toSorted();
  if (isDeepStrictEqual(before, after)) return [];
  return [
    { path, change: `the type was ${before.join(" or ") || "any"}, is ${after.join(" or ") || "any"}` },
  ];
};

const values = (was: Schema, is: Schema, { path }: Place): Breaking[] => {
  const before = was["enum"] as unknown[] | undefined;
  const after = is["enum"] as unknown[] | undefined;
  if (!before && !after) return [];
  if (!before) return [{ path, change: "any value was possible, now only some are" }];
  if (!after) return [{ path, change: "only some values were possible, now any is" }];
  const isIn = (list: unknown[]) => (value: unknown) => list.some((other) => isDeepStrictEqual(value, other));
  const gone = before.filter((value) => !isIn(after)(value));
  const added = after.filter((value) => !isIn(before)(value));
  return [
    ...gone.map((value) => ({
      path,
      change: `the value ${show(value)} is gone: events in the history hold it`,
    })),
    ...added.map((value) => ({
      path,
      change: `the value ${show(value)} is new: old consumers do not know it`,
    })),
  ];
};

const fields = (was: Schema, is: Schema, place: Place): Breaking[] => {
  const before = (was["properties"] ?? {}) as Record<string, Schema>;
  const after = (is["properties"] ?? {}) as Record<string, Schema>;
  const neededBefore = new Set(listOf(was["required"]));
  const neededNow = new Set(listOf(is["required"]));
  return [...new Set([...Object.keys(before), ...Object.keys(after), ...neededBefore, ...neededNow])].flatMap(
    (name) => {
      const path = `${place.path}.${name}`;
      const known = before[name];
      const present = after[name];
      if (known !== undefined && present === undefined) return [{ path, change: "the field is gone" }];
      if (neededBefore.has(name) && !neededNow.has(name)) {
        return [{ path, change: "the field may now be absent: old consumers count on it" }];
      }
      if (!neededBefore.has(name) && neededNow.has(name)) {
        return [{ path, change: "the field is now required: events in the history lack it" }];
      }
      return known === undefined || present === undefined ? [] : compare(known, present, { ...place, path });
    },
  );
};

const items = (was: Schema, is: Schema, place: Place): Breaking[] =>
  "items" in was || "items" in is
    ? compare(was["items"] ?? true, is["items"] ?? true, { ...place, path: `${place.path}[]` })
    : [];

/** Alternatives may change their order: each old one needs a new one that is compatible, and none may be left over. */
const options = (keyword: "anyOf" | "oneOf", was: Schema, is: Schema, place: Place): Breaking[] => {
  const before = (was[keyword] ?? []) as Schema[];
  const left = [...((is[keyword] ?? []) as Schema[])];
  const gone = before.filter((option) => {
    const match = left.findIndex((other) => compare(option, other, place).length === 0);
    if (match >= 0) left.splice(match, 1);
    return match < 0;
  });
  return [
    ...gone.map((option) => ({
      path: place.path,
      change: `the alternative ${show(option)} is gone or changed`,
    })),
    ...left.map((option) => ({ path: place.path, change: `the alternative ${show(option)} is new` })),
  ];
};

/** Every other keyword, known to us or not, must stay as it is: narrower breaks the history, wider the old consumers. */
const rest = (was: Schema, is: Schema, { path }: Place): Breaking[] =>
  [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((keyword) => !annotations.has(keyword) && !structure.has(keyword))
    .filter((keyword) => !isDeepStrictEqual(was[keyword], is[keyword]))
    .map((keyword) => ({ path, change: `${keyword} was ${show(was[keyword])}, is ${show(is[keyword])}` }));

const listOf = (value: unknown): string[] =>
  typeof value === "string" ? [value] : Array.isArray(value) ? (value as string[]) : [];

const show = (value: unknown): string => (value === undefined ? "absent" : JSON.stringify(value));
