import type { Value } from "../json.ts";
import type { QueryFunction } from "./functions.ts";

const oneText = (call: (text: string) => Value): QueryFunction => ({
  min: 1,
  max: 1,
  call: ([text]) => (typeof text === "string" ? call(text) : undefined),
});

/** Two texts and, when its third argument is true, without regard to upper and lower case. */
const twoTexts = (call: (text: string, other: string) => Value): QueryFunction => ({
  min: 2,
  max: 3,
  call: ([text, other, ignoreCase]) => {
    if (typeof text !== "string" || typeof other !== "string") return undefined;
    return ignoreCase === true ? call(text.toLowerCase(), other.toLowerCase()) : call(text, other);
  },
});

const allTexts = (args: readonly Value[]): args is string[] => args.every((arg) => typeof arg === "string");

const isWhole = (value: Value): value is number => typeof value === "number" && Number.isInteger(value);

/** The functions over texts. An argument of another type makes them undefined. */
export const textFunctions: Readonly<Record<string, QueryFunction>> = {
  CONTAINS: twoTexts((text, part) => text.includes(part)),
  STARTSWITH: twoTexts((text, start) => text.startsWith(start)),
  ENDSWITH: twoTexts((text, end) => text.endsWith(end)),
  STRINGEQUALS: twoTexts((text, other) => text === other),
  LOWER: oneText((text) => text.toLowerCase()),
  UPPER: oneText((text) => text.toUpperCase()),
  LENGTH: oneText((text) => text.length),
  TRIM: oneText((text) => text.trim()),
  LTRIM: oneText((text) => text.trimStart()),
  RTRIM: oneText((text) => text.trimEnd()),
  REVERSE: oneText((text) => Array.from(text).reverse().join("")),
  CONCAT: { min: 2, max: Infinity, call: (args) => (allTexts(args) ? args.join("") : undefined) },
  INDEX_OF: {
    min: 2,
    max: 3,
    call: ([text, part, from = 0]) =>
      typeof text === "string" && typeof part === "string" && isWhole(from)
        ? text.indexOf(part, from)
        : undefined,
  },
  SUBSTRING: {
    min: 3,
    max: 3,
    call: ([text, start, length]) => {
      if (typeof text !== "string" || !isWhole(start) || !isWhole(length)) return undefined;
      const from = Math.max(0, start);
      return text.slice(from, from + Math.max(0, length));
    },
  },
  LEFT: {
    min: 2,
    max: 2,
    call: ([text, length]) =>
      typeof text === "string" && isWhole(length) ? text.slice(0, Math.max(0, length)) : undefined,
  },
  RIGHT: {
    min: 2,
    max: 2,
    call: ([text, length]) =>
      typeof text === "string" && isWhole(length)
        ? text.slice(text.length - Math.min(text.length, Math.max(0, length)))
        : undefined,
  },
  REPLACE: {
    min: 3,
    max: 3,
    call: (args) => {
      if (!allTexts(args)) return undefined;
      const [text = "", old = "", fresh = ""] = args;
      return old === "" ? text : text.replaceAll(old, () => fresh);
    },
  },
  TOSTRING: {
    min: 1,
    max: 1,
    call: ([value]) => (value === undefined || typeof value === "string" ? value : JSON.stringify(value)),
  },
};
