import fc from "fast-check";
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { compatibility } from "../../tools/schema-compatibility.ts";
import { breakingChanges, committedSchemas, writeSchemas } from "../../tools/schemas.ts";
import { errorsOf, validator } from "./json-schema-validator.ts";

type Schema = Record<string, unknown>;

const text = { type: "string", maxLength: 10 };
const object = (properties: Schema, required: string[] = []): Schema => ({
  type: "object",
  properties,
  required,
});

const harmless: [what: string, old: Schema, current: Schema][] = [
  ["nothing changes", object({ a: text }, ["a"]), object({ a: text }, ["a"])],
  ["an optional field is new", object({ a: text }, ["a"]), object({ a: text, b: text }, ["a"])],
  [
    "an optional field is new inside a field",
    object({ a: object({}) }),
    object({ a: object({ b: { type: "integer" } }) }),
  ],
  ["an optional field is new inside a list's items", listOf(object({})), listOf(object({ b: text }))],
  [
    "the fields' order changes",
    object({ a: text, b: text }, ["a", "b"]),
    object({ b: text, a: text }, ["b", "a"]),
  ],
  ["the values' order changes", { enum: ["x", "y"] }, { enum: ["y", "x"] }],
  ["the types' order changes", { type: ["string", "null"] }, { type: ["null", "string"] }],
  ["a description changes", object({ a: text }), object({ a: { ...text, description: "An a", title: "A" } })],
  [
    "the alternatives' order changes and one gets an optional field",
    { anyOf: [object({ a: text }, ["a"]), { type: "null" }] },
    { anyOf: [{ type: "null" }, object({ a: text, b: text }, ["a"])] },
  ],
  [
    "a definition is named otherwise",
    { $ref: "#/$defs/A", $defs: { A: object({ a: text }) } },
    { $ref: "#/$defs/B", $defs: { B: object({ a: text }) } },
  ],
  [
    "a schema that holds itself gets an optional field",
    { $ref: "#/$defs/A", $defs: { A: object({ next: { $ref: "#/$defs/A" } }) } },
    { $ref: "#/$defs/A", $defs: { A: object({ next: { $ref: "#/$defs/A" }, b: text }) } },
  ],
];

function listOf(items: Schema): Schema {
  return { type: "array", items };
}

for (const [what, old, current] of harmless) {
  test(`it breaks nobody when ${what}`, () => {
    assert.deepEqual(compatibility(old, current), []);
  });
}

const breaking: [what: string, old: Schema, current: Schema, path: string][] = [
  ["a required field is gone", object({ a: text }, ["a"]), object({}), "$.a"],
  ["an optional field is gone", object({ a: text }), object({}), "$.a"],
  ["a required field becomes optional", object({ a: text }, ["a"]), object({ a: text }), "$.a"],
  ["an optional field becomes required", object({ a: text }), object({ a: text }, ["a"]), "$.a"],
  ["a required field is new", object({}), object({ a: text }, ["a"]), "$.a"],
  ["a field is renamed", object({ a: text }, ["a"]), object({ b: text }, ["b"]), "$.a"],
  ["a type changes", object({ a: text }), object({ a: { ...text, type: "integer" } }), "$.a"],
  ["a type narrows", object({ a: { type: ["string", "null"] } }), object({ a: { type: "string" } }), "$.a"],
  ["a type widens", object({ a: { type: "integer" } }), object({ a: { type: "number" } }), "$.a"],
  ["a type is no longer said", object({ a: { type: "integer" } }), object({ a: {} }), "$.a"],
  ["a value is gone", object({ a: { enum: ["x", "y"] } }), object({ a: { enum: ["x"] } }), "$.a"],
  ["a value is new", object({ a: { enum: ["x"] } }), object({ a: { enum: ["x", "y"] } }), "$.a"],
  ["only some values are left", object({ a: {} }), object({ a: { enum: ["x"] } }), "$.a"],
  ["a fixed value changes", object({ a: { const: "x" } }), object({ a: { const: "y" } }), "$.a"],
  ["a text may be longer", object({ a: text }), object({ a: { ...text, maxLength: 20 } }), "$.a"],
  ["a text must be shorter", object({ a: text }), object({ a: { ...text, maxLength: 5 } }), "$.a"],
  ["a pattern is new", object({ a: text }), object({ a: { ...text, pattern: "^x" } }), "$.a"],
  ["a format changes", { format: "date" }, { format: "date-time" }, "$"],
  [
    "no more fields are allowed",
    object({ a: text }),
    { ...object({ a: text }), additionalProperties: false },
    "$",
  ],
  ["an alternative is gone", { anyOf: [text, { type: "null" }] }, { anyOf: [text] }, "$"],
  ["an alternative is new", { anyOf: [text] }, { anyOf: [text, { type: "null" }] }, "$"],
  ["a list's items change", object({ a: listOf(text) }), object({ a: listOf({ type: "null" }) }), "$.a[]"],
  [
    "a field deep inside is gone",
    object({ a: listOf(object({ b: text })) }),
    object({ a: listOf(object({})) }),
    "$.a[].b",
  ],
  [
    "a keyword that we do not know comes",
    object({ a: text }),
    object({ a: { ...text, contains: {} } }),
    "$.a",
  ],
  [
    "a field behind a reference is gone",
    { ...object({ a: { $ref: "#/$defs/A" } }), $defs: { A: object({ b: text }) } },
    object({ a: object({}) }),
    "$.a.b",
  ],
];

for (const [what, old, current, where] of breaking) {
  test(`it breaks somebody when ${what}, and ${where} is named`, () => {
    const found = compatibility(old, current);
    assert.ok(found.length > 0);
    assert.ok(
      found.some(({ path: at }) => at === where),
      JSON.stringify(found),
    );
  });
}

// Random object schemas, as deep as real events, with a value for each.
const leaf = fc.oneof(
  fc.integer({ min: 3, max: 5 }).map((maxLength): Schema => ({ type: "string", maxLength })),
  fc.constant<Schema>({ type: "integer", minimum: 0 }),
  fc.subarray(["x", "y", "z"], { minLength: 2 }).map((values): Schema => ({ type: "string", enum: values })),
  fc.constant<Schema>({ type: ["string", "null"] }),
);

const { schema: schemas } = fc.letrec<{ schema: Schema; field: Schema }>((tie) => ({
  field: fc.oneof({ maxDepth: 2, depthSize: "small" }, leaf, tie("schema"), tie("field").map(listOf)),
  schema: fc
    .dictionary(fc.constantFrom("a", "b", "c", "d"), fc.tuple(tie("field"), fc.boolean()), { minKeys: 1 })
    .map((fields) =>
      object(
        Object.fromEntries(Object.entries(fields).map(([name, [schema]]) => [name, schema])),
        Object.keys(fields).filter((name) => fields[name]?.[1]),
      ),
    ),
}));

type Field = { owner: { properties: Schema; required: string[] }; name: string; path: string };

/** Every field of a schema, at any depth. */
const fieldsOf = (schema: Schema, at = "$"): Field[] => {
  if (schema["type"] === "array") return fieldsOf(schema["items"] as Schema, `${at}[]`);
  if (schema["type"] !== "object") return [];
  const owner = schema as Field["owner"];
  return Object.entries(owner.properties).flatMap(([name, inner]) => [
    { owner, name, path: `${at}.${name}` },
    ...fieldsOf(inner as Schema, `${at}.${name}`),
  ]);
};

const mutations: Record<string, (field: Field) => void> = {
  "is gone": ({ owner, name }) => {
    owner.properties = Object.fromEntries(Object.entries(owner.properties).filter(([key]) => key !== name));
    owner.required = owner.required.filter((key) => key !== name);
  },
  "changes whether it is required": ({ owner, name }) => {
    owner.required = owner.required.includes(name)
      ? owner.required.filter((key) => key !== name)
      : [...owner.required, name];
  },
  "is a boolean instead": ({ owner, name }) => {
    owner.properties[name] = { type: "boolean" };
  },
  "gets another limit": ({ owner, name }) => {
    owner.properties[name] = { ...(owner.properties[name] as Schema), maximum: 99 };
  },
};

for (const [what, mutate] of Object.entries(mutations)) {
  test(`whatever the schema, it breaks somebody when any one field ${what}`, () => {
    fc.assert(
      fc.property(schemas, fc.nat(), (schema, choice) => {
        const current = structuredClone(schema);
        const fields = fieldsOf(current);
        const field = fields[choice % fields.length];
        assert.ok(field);
        mutate(field);
        const found = compatibility(schema, current);
        assert.ok(
          found.some(({ path: at }) => at === field.path),
          `${field.path} is not among ${JSON.stringify(found)}`,
        );
      }),
      { numRuns: 100 },
    );
  });
}

/** A value that the schema allows, with every optional field or none. */
const valueOf = (schema: Schema, whole: boolean): unknown => {
  const [type] = [schema["type"]].flat();
  if (schema["enum"]) return (schema["enum"] as unknown[])[0];
  if (type === "integer") return 7;
  if (type === "array") return [valueOf(schema["items"] as Schema, whole)];
  if (type !== "object") return "abc";
  const { properties, required } = schema as Field["owner"];
  const names = Object.keys(properties).filter((name) => whole || required.includes(name));
  return Object.fromEntries(names.map((name) => [name, valueOf(properties[name] as Schema, whole)]));
};

test("whatever the schema, with new optional fields anywhere each side still accepts what the other writes", () => {
  fc.assert(
    fc.property(
      schemas,
      fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
      leaf,
      (schema, places, added) => {
        const current = structuredClone(schema);
        places.forEach((choice, index) => {
          const fields = fieldsOf(current);
          const owner = fields[choice % fields.length]?.owner;
          assert.ok(owner);
          owner.properties[`added${index}`] = added;
        });
        assert.deepEqual(compatibility(schema, current), []);
        for (const whole of [true, false]) {
          assert.deepEqual(errorsOf(validator().compile(schema), valueOf(current, whole)), []);
          assert.deepEqual(errorsOf(validator().compile(current), valueOf(schema, whole)), []);
        }
      },
    ),
    { numRuns: 30 },
  );
});

test("an event that is gone breaks its readers, a new one does not", () => {
  const one = new Map([["ProjectCreated", object({})]]);
  const two = new Map([...one, ["ProjectEnded", object({})] as const]);
  assert.deepEqual(breakingChanges(two, one), [{ path: "ProjectEnded", change: "the event is gone" }]);
  assert.deepEqual(breakingChanges(one, two), []);
});

test("publishing refuses a breaking change, names it, and leaves what was published as it was", async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), "ktgg-schemas-"));
  t.after(() => rm(folder, { recursive: true }));
  const first = new Map([["ProjectCreated", object({ data: object({ year: { type: "integer" } }) })]]);
  await writeSchemas(first, folder, { refuseBreaking: true });
  const before = await readFile(path.join(folder, "ProjectCreated.json"), "utf8");

  const broken = new Map([["ProjectCreated", object({ data: object({}) })]]);
  await assert.rejects(
    writeSchemas(broken, folder, { refuseBreaking: true }),
    /ProjectCreated \$\.data\.year: the field is gone/,
  );
  assert.equal(await readFile(path.join(folder, "ProjectCreated.json"), "utf8"), before);
  assert.deepEqual(await committedSchemas(folder), first);

  const more = new Map([...first, ["ProjectEnded", object({})] as const]);
  await writeSchemas(more, folder, { refuseBreaking: true });
  assert.deepEqual(await readdir(folder), ["ProjectCreated.json", "ProjectEnded.json"]);
});
