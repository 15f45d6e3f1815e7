import { type ApiDocument, resolved, type Schema } from "../../contract/answer-conformance.ts";

export type InvalidValue = { what: string; value: unknown };

/** Values that a schema does not allow, a few of each kind. */
export const invalidValues = (document: ApiDocument, schema: Schema): InvalidValue[] => {
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
  ];
};

const alternativesOf = (document: ApiDocument, schema: Schema): Schema[] => {
  const { anyOf, ...whole } = resolved<Schema>(document, schema);
  return anyOf === undefined
    ? [whole]
    : (anyOf as Schema[]).flatMap((option) => alternativesOf(document, option));
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
