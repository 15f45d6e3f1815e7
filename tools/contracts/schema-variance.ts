import { isDeepStrictEqual } from "node:util";
import { escape } from "./json-lines.ts";

type Schema = Record<string, unknown>;

/** A document that schemas refer into, by `#/...`. */
export type Root = Record<string, unknown>;

/** Who writes what the schema describes: in a request the callers, who know the old one; in an answer we, by the new one. */
export type Side = "request" | "answer";

/** A change that somebody can't live with. `path` is for people, the pointers lead to the place in both documents. */
export type Broken = { path: string; change: string; was: string; is: string };

/** A schema with where it stands. */
export type Placed = { schema: unknown; pointer: string };

type Pair = { was: Placed; is: Placed; path: string };
type Context = { side: Side; was: Root; is: Root; open: ReadonlySet<string> };

/**
 * What of a change to a schema breaks callers. A request that was right must stay right: limits may widen, nothing may become
 * required, no field may go. An answer must stay what its readers know: it may get fields, but lose none, and no value may
 * come that could not come before.
 */
export const brokenIn = (pair: Pair, side: Side, was: Root, is: Root): Broken[] =>
  compare(pair, { side, was, is, open: new Set() });

const annotations = new Set([
  "title",
  "description",
  "examples",
  "example",
  "deprecated",
  "default",
  "$comment",
  "$id",
  "$schema",
]);
const structure = new Set([
  ...[
    "$ref",
    "type",
    "enum",
    "const",
    "properties",
    "required",
    "items",
    "anyOf",
    "oneOf",
    "additionalProperties",
  ],
]);
const uppers = new Set(["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"]);
const lowers = new Set(["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"]);

const compare = (pair: Pair, context: Context): Broken[] => {
  const was = resolve(pair.was, context.was);
  const is = resolve(pair.is, context.is);
  // A schema that holds itself is compared once for each pair of places.
  const key = `${was.pointer} ${is.pointer}`;
  if (context.open.has(key)) return [];
  const inner = { ...context, open: new Set([...context.open, key]) };
  const options = alternatives(was).length > 1 || alternatives(is).length > 1;
  const here = { ...pair, was, is };
  return options ? alternativesOf(here, inner) : one(here, inner);
};

const one = (pair: Pair, context: Context): Broken[] => [
  ...typesOf(pair, context),
  ...valuesOf(pair, context),
  ...limitsOf(pair, context),
  ...fieldsOf(pair, context),
  ...itemsOf(pair, context),
];

const broken = ({ path, was, is }: Pair, change: string): Broken => ({
  ...{ path, change },
  was: was.pointer,
  is: is.pointer,
});

const schemaOf = ({ schema }: Placed): Schema =>
  typeof schema === "object" && schema !== null ? (schema as Schema) : {};

const resolve = (placed: Placed, root: Root): Placed => {
  const ref = schemaOf(placed)["$ref"];
  if (typeof ref !== "string") return placed;
  let schema: unknown = root;
  for (const name of ref.slice(2).split("/")) {
    schema = (schema as Schema | undefined)?.[name.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  if (schema === undefined) throw new Error(`The reference ${ref} leads nowhere.`);
  return resolve({ schema, pointer: ref.slice(1) }, root);
};

const alternatives = (placed: Placed): Placed[] => {
  const schema = schemaOf(placed);
  const keyword = (["anyOf", "oneOf"] as const).find((name) => Array.isArray(schema[name]));
  if (keyword === undefined) return [placed];
  const options = schema[keyword] as unknown[];
  return options.map((option, index) => ({
    schema: option,
    pointer: `${placed.pointer}/${keyword}/${index}`,
  }));
};

/** Each alternative that may be sent must be one that its reader knows. */
const alternativesOf = (pair: Pair, context: Context): Broken[] => {
  const [written, known] = context.side === "answer" ? [pair.is, pair.was] : [pair.was, pair.is];
  return alternatives(written).flatMap((option) => {
    const tries = alternatives(known).map((other) => {
      const [was, is] = context.side === "answer" ? [other, option] : [option, other];
      return compare({ ...pair, was, is }, context);
    });
    if (tries.some((found) => found.length === 0)) return [];
    const closest = tries.toSorted((one_, other) => one_.length - other.length)[0] ?? [];
    const what = show(resolve(option, context.side === "answer" ? context.is : context.was).schema);
    if (tries.length > 1 && closest.length > 2) {
      return [broken(pair, `the alternative ${what} is ${context.side === "answer" ? "new" : "gone"}`)];
    }
    return closest;
  });
};

/** `narrow` is what is written, `wide` what is read. */
const sides = ({ was, is }: Pair, side: Side): { narrow: Schema; wide: Schema } =>
  side === "answer"
    ? { narrow: schemaOf(is), wide: schemaOf(was) }
    : { narrow: schemaOf(was), wide: schemaOf(is) };

const typesOf = (pair: Pair, { side }: Context): Broken[] => {
  const { narrow, wide } = sides(pair, side);
  const read = listOf(wide["type"]);
  const written = listOf(narrow["type"]);
  const fits = (type: string): boolean =>
    read.includes(type) || (type === "integer" && read.includes("number"));
  if (read.length === 0 || (written.length > 0 && written.every(fits))) return [];
  const [before, now] = [pair.was, pair.is].map(
    (placed) => listOf(schemaOf(placed)["type"]).join(" or ") || "any",
  );
  return [broken(pair, `the type was ${before ?? ""}, is ${now ?? ""}`)];
};

const valuesOf = (pair: Pair, { side }: Context): Broken[] => {
  const { narrow, wide } = sides(pair, side);
  const read = valuesIn(wide);
  if (read === undefined) return [];
  const written = valuesIn(narrow);
  if (written === undefined) {
    return [broken(pair, side === "answer" ? "any value may come now" : "only some values are taken now")];
  }
  return written
    .filter((value) => !read.some((other) => isDeepStrictEqual(value, other)))
    .map((value) =>
      broken(
        pair,
        side === "answer" ? `the value ${show(value)} is new` : `the value ${show(value)} is no longer taken`,
      ),
    );
};

const valuesIn = (schema: Schema): unknown[] | undefined =>
  "const" in schema ? [schema["const"]] : (schema["enum"] as unknown[] | undefined);

/** Limits of numbers and lengths are compared, every other keyword (pattern, format, unknown ones) must stay, or go where that widens. */
const limitsOf = (pair: Pair, { side }: Context): Broken[] => {
  const { narrow, wide } = sides(pair, side);
  return Object.entries(wide).flatMap(([keyword, read]) => {
    if (annotations.has(keyword) || structure.has(keyword)) return [];
    const written = narrow[keyword];
    const fits =
      isDeepStrictEqual(read, written) ||
      (typeof read === "number" && typeof written === "number" && uppers.has(keyword) && written <= read) ||
      (typeof read === "number" && typeof written === "number" && lowers.has(keyword) && written >= read);
    const [before, now] = [schemaOf(pair.was)[keyword], schemaOf(pair.is)[keyword]];
    return fits ? [] : [broken(pair, `${keyword} was ${show(before)}, is ${show(now)}`)];
  });
};

const fieldsOf = (pair: Pair, context: Context): Broken[] => {
  const [was, is] = [schemaOf(pair.was), schemaOf(pair.is)];
  const before = (was["properties"] ?? {}) as Record<string, unknown>;
  const now = (is["properties"] ?? {}) as Record<string, unknown>;
  const [neededBefore, neededNow] = [listOf(was["required"]), listOf(is["required"])];
  const place = (name: string): Pair => ({
    path: `${pair.path}.${name}`,
    was: { schema: before[name], pointer: `${pair.was.pointer}/properties/${escape(name)}` },
    is: { schema: now[name], pointer: `${pair.is.pointer}/properties/${escape(name)}` },
  });
  const kept = Object.keys(before).flatMap((name) => {
    const inner = place(name);
    if (!(name in now)) return [broken(inner, "the field is gone")];
    const loosened = context.side === "answer" && neededBefore.includes(name) && !neededNow.includes(name);
    return [...(loosened ? [broken(inner, "the field may now be absent")] : []), ...compare(inner, context)];
  });
  const demanded = neededNow
    .filter((name) => context.side === "request" && !neededBefore.includes(name))
    .map((name) => broken(place(name), "the field is now required"));
  return [...kept, ...demanded, ...othersOf(pair, context)];
};

/** Fields without a name of their own: refused where they were taken, or of another kind. */
const othersOf = (pair: Pair, context: Context): Broken[] => {
  const before = schemaOf(pair.was)["additionalProperties"];
  const now = schemaOf(pair.is)["additionalProperties"];
  if (context.side === "request" && before !== false && now === false) {
    return [broken(pair, "fields that are not named are refused now")];
  }
  if (typeof before !== "object" || typeof now !== "object") return [];
  return compare(
    {
      path: `${pair.path}.*`,
      was: { schema: before, pointer: `${pair.was.pointer}/additionalProperties` },
      is: { schema: now, pointer: `${pair.is.pointer}/additionalProperties` },
    },
    context,
  );
};

const itemsOf = (pair: Pair, context: Context): Broken[] => {
  const [before, now] = [schemaOf(pair.was)["items"], schemaOf(pair.is)["items"]];
  if (before === undefined && now === undefined) return [];
  return compare(
    {
      path: `${pair.path}[]`,
      was: { schema: before, pointer: `${pair.was.pointer}/items` },
      is: { schema: now, pointer: `${pair.is.pointer}/items` },
    },
    context,
  );
};

const listOf = (value: unknown): string[] =>
  typeof value === "string" ? [value] : Array.isArray(value) ? (value as string[]) : [];

const show = (value: unknown): string => {
  if (value === undefined) return "absent";
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
};
