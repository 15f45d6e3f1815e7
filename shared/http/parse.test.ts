import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { z } from "zod";
import type { FieldError } from "../domain/errors.ts";
import { parse } from "./parse.ts";
import { HttpRefusal } from "./problem.ts";

const schema = z.strictObject({
  name: z.string(),
  consents: z.strictObject({ night: z.boolean() }).optional(),
  rows: z.array(z.strictObject({ year: z.int() })).optional(),
});

const errorsOf = (value: unknown): readonly FieldError[] => {
  try {
    parse(schema, value, "body");
  } catch (error) {
    assert.ok(error instanceof HttpRefusal);
    assert.equal(error.kind, "invalid");
    return error.errors;
  }
  return [];
};
const pathsOf = (value: unknown): string[] => errorsOf(value).map(({ path }) => path);

test("what fits is given back as the schema reads it", () => {
  assert.deepEqual(parse(z.object({ n: z.coerce.number() }), { n: "1" }, "query"), { n: 1 });
});

test("every field that is wrong is named, by its path", () => {
  assert.deepEqual(pathsOf({ name: 1, consents: { night: "yes" }, rows: [{ year: 2027 }, { year: "x" }] }), [
    "name",
    "consents.night",
    "rows[1].year",
  ]);
  assert.deepEqual(pathsOf({}), ["name"]);
});

test("a field that is not known is named, where it is", () => {
  assert.deepEqual(errorsOf({ name: "a", admin: true, rows: [{ year: 1, x: 1 }] }), [
    { path: "rows[0].x", message: "is not a known field" },
    { path: "admin", message: "is not a known field" },
  ]);
});

test("a value that is wrong as a whole is named as what it is", () => {
  for (const value of [undefined, null, [], "x", 1]) assert.deepEqual(pathsOf(value), ["body"]);
});

test("names that mean something to JavaScript are fields like any other", () => {
  for (const name of ["__proto__", "constructor", "toString"]) {
    assert.deepEqual(pathsOf(JSON.parse(`{"name":"a","${name}":{"admin":true}}`)), [name]);
  }
});

test("a hostile value gets a short, well-formed answer that shows nothing of it", () => {
  const values = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(values, (value) => {
      for (const { path, message } of errorsOf(value)) assert.ok(path.isWellFormed() && message.length < 200);
    }),
  );
  assert.equal(pathsOf({ name: "a", ["x".repeat(10_000)]: 1 })[0]?.length, 200);
  assert.equal(pathsOf({ name: "a", ["\ud800"]: 1 })[0], "\ufffd");
  const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`x${index}`, 1]));
  assert.equal(errorsOf(many).length, 50);
  assert.doesNotMatch(JSON.stringify(errorsOf({ name: { secret: "010-1234-5678" } })), /secret|1234/);
});
