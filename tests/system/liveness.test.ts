import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Endpoints } from "../../local/supervisor/endpoints.ts";
import { eventually } from "./eventually.ts";
import { startProduct } from "./product.ts";
import { alarmsOf, createProject, peopleOf } from "./story.ts";

const product = await startProduct({
  instances: 2,
  contexts: ["project", "alarm"],
  env: { LIVENESS_INTERVAL_MS: "200", LIVENESS_TIMEOUT_MS: "2000", LIVENESS_FAILURES: "2" },
});
after(() => product.stop());

const pidOf = (part: string): number => {
  const { pids } = JSON.parse(readFileSync(join(product.dataDir, "endpoints.json"), "utf8")) as Endpoints;
  return pids[part] ?? 0;
};

test("an instance that hangs is replaced, what it held is done by others, and the other instance serves meanwhile", async () => {
  const people = await peopleOf(product);
  // On free ports the instances are not in the order of their names.
  const { instances, instanceNames } = product.endpoints;
  const apiOf = (name: string): string => instances[instanceNames.indexOf(name)] ?? "";
  const [frozenApi, otherApi] = [apiOf("functions-host-0"), apiOf("functions-host-1")];
  const frozen = pidOf("functions-host-0");
  const other = pidOf("functions-host-1");
  const { projectId } = await createProject(product, people, { projectname: "정지 지원사업" });
  process.kill(frozen, "SIGSTOP");

  const meanwhile = await product.request("GET", `${otherApi}/projects/${projectId}`, {
    token: people.staff,
  });
  assert.equal(meanwhile.status, 200);

  await eventually(
    () => {
      assert.notEqual(pidOf("functions-host-0"), frozen);
    },
    { timeoutMs: 60_000 },
  );
  assert.match(
    product.said(),
    new RegExp(
      `functions-host-0 \\(process ${frozen}\\) is restarted: 2 liveness probes in a row failed, the last one with: no answer within 2000 ms`,
    ),
  );
  assert.equal(pidOf("functions-host-1"), other, "the healthy instance is left alone");
  const again = await product.request("GET", `${frozenApi}/projects/${projectId}`, { token: people.staff });
  assert.equal(again.status, 200);
  await eventually(
    async () => {
      assert.equal(
        (await alarmsOf(product, people)).filter(({ subject }) => subject === projectId).length,
        1,
      );
    },
    { timeoutMs: 120_000 },
  );
});
