import { type ApiDocument, resolved, type Schema } from "../../contract/answer-conformance.ts";

export type InvalidValue = { what: string; value: unknown };

/** Values that a schema does not allow, a few of each kind; where `good` is one that it allows, also that one spoiled inside. */
export const invalidValues = (document: ApiDocument, schema: Schema, good?: unknown): InvalidValue[] => {
  const alternatives = alternativesOf(document, schema);
  const types = new Set(alternatives.flatMap((alternative) => [alternative["type"]].flat()));
  const allows = (type: string): boolean => types.has(type) || (type === "integer" && types.has("number"));
  const wrong: InvalidValue[] = [
    { what: "a list", value: [], type: "array" },
    { what: "an object", value: {}, type: "object" },
    { what: "null", value: null, type: "null" },
    { what: "a yes", value: true, type: "boolean" },
    { what: "a number", value: 123_456, type: "integer" },
    { what: "a text", value: "nonsense", type: "string" },
  ].filter(({ type }) => !allows(type));
  return [
    ...wrong,
    ...alternatives.flatMap((alternative) => outside(alternative, alternatives.length === 1)),
    ...alternatives.flatMap((alternative) => inside(document, alternative, good)),
  ];
};

const alternativesOf = (document: ApiDocument, schema: Schema): Schema[] => {
  const { anyOf, ...whole } = resolved<Schema>(document, schema);
  return anyOf === undefined
    ? [whole]
    : (anyOf as Schema[]).flatMap((option) => alternativesOf(document, option));
};

/** A good list or object with one thing in it spoiled. */
const inside = (document: ApiDocument, schema: Schema, good: unknown): InvalidValue[] => {
  if (Array.isArray(good)) return insideList(document, schema, good);
  return typeof good === "object" && good !== null ? insideObject(document, schema, good) : [];
};

const insideList = (document: ApiDocument, schema: Schema, good: unknown[]): InvalidValue[] => {
  const {
    items,
    minItems = 0,
    maxItems,
  } = schema as { items?: Schema; minItems?: number; maxItems?: number };
  if (items === undefined) return [];
  return [
    ...(minItems > 0 ? [{ what: "an empty list", value: [] }] : []),
    ...(maxItems !== undefined && good.length > 0
      ? [{ what: "a list too long", value: Array<unknown>(maxItems + 1).fill(good[0]) }]
      : []),
    ...invalidValues(document, items, good[0]).map(({ what, value }) => ({
      what: `${what} in the list`,
      value: [value],
    })),
  ];
};

const insideObject = (document: ApiDocument, schema: Schema, good: object): InvalidValue[] => {
  const { properties = {}, required = [] } = schema as {
    properties?: Record<string, Schema>;
    required?: string[];
  };
  return [
    ...(schema["additionalProperties"] === false
      ? [{ what: "an unknown field inside", value: { ...good, nonsense: 1 } }]
      : []),
    ...required.map((name) => ({
      what: `nothing for ${name} in it`,
      value: Object.fromEntries(Object.entries(good).filter(([field]) => field !== name)),
    })),
    ...Object.entries(properties).flatMap(([name, property]) =>
      invalidValues(document, property, (good as Record<string, unknown>)[name]).map(({ what, value }) => ({
        what: `${what} for ${name} in it`,
        value: { ...good, [name]: value },
      })),
    ),
  ];
};

/** Values of the right type that are still not allowed. */
const outside = (schema: Schema, alone: boolean): InvalidValue[] => {
  const { type, minimum, maximum, maxLength, minLength, pattern, format } = schema as {
    [keyword: string]: unknown;
    minimum?: number;
    maximum?: number;
    maxLength?: number;
    minLength?: number;
  };
  const found: (InvalidValue | false)[] = [];
  if (schema["enum"] !== undefined || schema["const"] !== undefined) {
    found.push(
      type === "string"
        ? { what: "an unknown value", value: "nonsense" }
        : { what: "an unknown value", value: 77 },
    );
  } else if (type === "string") {
    found.push(
      maxLength !== undefined && { what: "a text too long", value: "가".repeat(maxLength + 1) },
      minLength !== undefined && { what: "an empty text", value: "" },
      pattern !== undefined && { what: "a text of another form", value: "!?" },
      format === "date" && { what: "a day that is not in the calendar", value: "2027-02-30" },
      format === "date-time" && { what: "an instant that is none", value: "2027-02-30T25:00:00Z" },
      { what: "a text with a control character", value: "nonsense\u0007" },
    );
  } else if (alone && (type === "integer" || type === "number")) {
    found.push(
      minimum !== undefined && { what: "a number too small", value: minimum - 1 },
      maximum !== undefined && { what: "a number too large", value: maximum + 1 },
      type === "integer" && { what: "a broken number", value: 2027.5 },
    );
  }
  return found.filter((value) => value !== false);
};
