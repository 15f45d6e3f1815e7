import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { emulatorConfig, emulatorConfigFile } from "../../tools/emulator-config.ts";

test("the official emulator gets the entities of infra/topology.json (node tools/emulator-config.ts writes them)", async () => {
  assert.deepEqual(
    JSON.parse(await readFile(emulatorConfigFile, "utf8")),
    JSON.parse(await emulatorConfig()),
  );
});
