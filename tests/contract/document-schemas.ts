import type { ValidateFunction } from "ajv/dist/2020.js";
import { validator } from "./json-schema-validator.ts";

type Json = Record<string, unknown>;

/**
 * Makes validators of an OpenAPI document's schemas. Readers ignore fields that they do not know, but this API must not
 * send any: an answer is checked by the schema closed, so that nothing leaks that is not written down.
 */
export const documentSchemas = (document: {
  components: Record<string, Record<string, unknown>>;
}): ((schema: unknown, how: "open" | "closed") => ValidateFunction) => {
  const ajv = validator();
  const compiled = new Map<string, ValidateFunction>();
  return (schema, how) => {
    const whole = JSON.stringify({ ...(schema as Json), $defs: document.components["schemas"] });
    const key = `${how} ${whole}`;
    const known = compiled.get(key);
    if (known) return known;
    const standalone = JSON.parse(whole, (name, value: unknown) =>
      name === "$ref" && typeof value === "string"
        ? value.replace("#/components/schemas/", "#/$defs/")
        : how === "closed"
          ? closed(value)
          : value,
    ) as Json;
    const made = ajv.compile(standalone);
    compiled.set(key, made);
    return made;
  };
};

const closed = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "properties" in value && !("additionalProperties" in value)
    ? { ...value, additionalProperties: false }
    : value;
