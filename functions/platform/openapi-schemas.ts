import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import { type JsonSchema, jsonSchemaOf } from "./json-schema.ts";

/** The schemas of one OpenAPI document: those with an id become components, and are referred to. */
export type SchemaComponents = {
  /** The schema as it stands where it is used. @throws when two different schemas have one id */
  refer: (schema: z.ZodType, io: "input" | "output") => JsonSchema;
  /** Every component so far, by name. */
  all: () => Record<string, JsonSchema>;
};

export const schemaComponents = (): SchemaComponents => {
  const components = new Map<string, JsonSchema>();
  return {
    refer: (schema, io) => {
      const { $defs = {}, ...root } = jsonSchemaOf(schema, io);
      delete root["$schema"]; // The document says it once, as its version.
      for (const [id, definition] of Object.entries($defs as Record<string, JsonSchema>)) {
        const component = referring(definition);
        const known = components.get(id);
        if (known && !isDeepStrictEqual(known, component)) {
          throw new Error(
            `Two different schemas have the id ${id}, or it differs as a body and as an answer.`,
          );
        }
        components.set(id, component);
      }
      return referring(root);
    },
    all: () => Object.fromEntries([...components].toSorted(([one], [other]) => (one < other ? -1 : 1))),
  };
};

/** The same schema, with its references into the document instead of into itself. */
const referring = (schema: JsonSchema): JsonSchema =>
  JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === "$ref" && typeof value === "string"
      ? value.replace(/^#\/\$defs\//, "#/components/schemas/")
      : value,
  ) as JsonSchema;
