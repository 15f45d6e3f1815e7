import { isObject } from "../json.ts";
import type { Json, Value } from "../json.ts";
import { arrayFunctions } from "./functions-array.ts";
import { numberFunctions } from "./functions-number.ts";
import { textFunctions } from "./functions-text.ts";

/** A function of the query language; `now` is the query's moment in ms since 1970. */
export type QueryFunction = {
  min: number;
  max: number;
  call: (args: readonly Value[], now: number) => Value;
};

/** Makes a function of exactly one argument. */
const one = (call: (value: Value) => Value): QueryFunction => ({
  min: 1,
  max: 1,
  call: ([value]) => call(value),
});

const isPrimitive = (value: Value): boolean =>
  value === null || ["boolean", "number", "string"].includes(typeof value);

const stringToJson = (value: Value, wanted: (parsed: Json) => boolean): Value => {
  if (typeof value !== "string") return undefined;
  try {
    const parsed = JSON.parse(value) as Json;
    return wanted(parsed) ? parsed : undefined;
  } catch {
    // Azure: "undefined if the string can't be converted".
    return undefined;
  }
};

const typeFunctions: Readonly<Record<string, QueryFunction>> = {
  IS_DEFINED: one((value) => value !== undefined),
  IS_NULL: one((value) => value === null),
  IS_BOOL: one((value) => typeof value === "boolean"),
  IS_NUMBER: one((value) => typeof value === "number"),
  IS_INTEGER: one((value) => typeof value === "number" && Number.isInteger(value)),
  IS_STRING: one((value) => typeof value === "string"),
  IS_ARRAY: one((value) => Array.isArray(value)),
  IS_OBJECT: one((value) => isObject(value)),
  IS_PRIMITIVE: one((value) => isPrimitive(value)),
  STRINGTONUMBER: one((value) => stringToJson(value, (parsed) => typeof parsed === "number")),
  STRINGTOBOOLEAN: one((value) => stringToJson(value, (parsed) => typeof parsed === "boolean")),
  STRINGTONULL: one((value) => stringToJson(value, (parsed) => parsed === null)),
  STRINGTOARRAY: one((value) => stringToJson(value, (parsed) => Array.isArray(parsed))),
  STRINGTOOBJECT: one((value) => stringToJson(value, (parsed) => isObject(parsed))),
  IIF: { min: 3, max: 3, call: ([test, yes, no]) => (test === true ? yes : no) },
};

const timeFunctions: Readonly<Record<string, QueryFunction>> = {
  GETCURRENTTIMESTAMP: { min: 0, max: 0, call: (_, now) => now },
  // Azure writes seven digits of a second.
  GETCURRENTDATETIME: { min: 0, max: 0, call: (_, now) => new Date(now).toISOString().replace("Z", "0000Z") },
};

/** Every function that the server has, by its name in capitals. */
export const functions: ReadonlyMap<string, QueryFunction> = new Map(
  Object.entries({
    ...typeFunctions,
    ...timeFunctions,
    ...textFunctions,
    ...numberFunctions,
    ...arrayFunctions,
  }),
);
