import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { committedTypes, typesOfTheDocument } from "../../tools/api-types.ts";

test("the pages' types are those of the committed API document (else: npm run schemas)", async () => {
  assert.equal(await readFile(committedTypes, "utf8"), await typesOfTheDocument());
});
