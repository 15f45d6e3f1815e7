import assert from "node:assert/strict";
import { test } from "node:test";
import { events } from "../../shared/contract/events.ts";
import { breakingChanges, committedSchemas, eventSchemas, folders } from "../../tools/schemas.ts";
import { examples } from "./event-examples.ts";
import { errorsOf, validator } from "./json-schema-validator.ts";

const committed = await committedSchemas(folders.working);
const published = await committedSchemas(folders.published);
const types = Object.keys(events).toSorted();

test("every event has its committed schema, as the code has it now (else: node tools/schemas.ts)", () => {
  assert.deepEqual([...committed.keys()], types);
  assert.deepEqual(Object.fromEntries(committed), Object.fromEntries(eventSchemas()));
});

test("no event breaks those who read what was published (a new state: node tools/schemas.ts --publish)", () => {
  assert.ok(published.size > 0, "nothing was published yet");
  assert.deepEqual(breakingChanges(published, eventSchemas()), []);
});

for (const [type, example] of Object.entries(examples)) {
  test(`the example of ${type} is valid by its committed and its published schema, and by our code`, () => {
    for (const schemas of [committed, published]) {
      const schema = schemas.get(type);
      // A new event is not published yet.
      if (!schema && schemas === published) continue;
      assert.deepEqual(errorsOf(validator().compile(schema ?? false), example), []);
    }
    assert.deepEqual(events[type as keyof typeof events].parse(example), example);
  });

  test(`a field that nobody knows yet does no harm to readers of ${type}`, () => {
    const later = { ...example, later: 1, data: { ...example.data, later: { much: "later" } } };
    assert.deepEqual(errorsOf(validator().compile(committed.get(type) ?? false), later), []);
    assert.deepEqual(events[type as keyof typeof events].parse(later), example);
  });

  test(`${type} without a field that it must have, or of another type, is not valid`, () => {
    const validate = validator().compile(committed.get(type) ?? false);
    for (const field of ["id", "type", "subject", "time", "aggregateversion", "data"] as const) {
      const without = Object.fromEntries(Object.entries(example).filter(([name]) => name !== field));
      assert.notDeepEqual(errorsOf(validate, without), [], `without ${field}`);
    }
    assert.notDeepEqual(errorsOf(validate, { ...example, type: "SomethingElse" }), []);
    assert.notDeepEqual(errorsOf(validate, { ...example, time: "yesterday" }), []);
    assert.notDeepEqual(errorsOf(validate, { ...example, data: { ...example.data, projectname: 5 } }), []);
  });
}
