import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { deployments, infraTest, only } from "./deployment.ts";

type Alert = {
  name: string;
  title: string;
  severity: number;
  query: string;
  windowMinutes: number;
  frequencyMinutes: number;
  operator: string;
  threshold: number;
  runbook: string;
};

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string): Promise<string> => readFile(path.join(root, "infra/monitoring", file), "utf8");
const alerts = JSON.parse(await read("alerts.json")) as Alert[];

test("every alert has a runbook that is there, and says what to do", async () => {
  assert.ok(alerts.length >= 5);
  for (const { name, runbook } of alerts) {
    assert.match(runbook, /^docs\/operations\/runbooks\/[\w-]+\.md$/, name);
    assert.ok(existsSync(path.join(root, runbook)), `${name}: there is no ${runbook}`);
    assert.ok((await readFile(path.join(root, runbook), "utf8")).length > 200, runbook);
  }
});

/** PT1H30M and the like, in minutes. */
const minutesOf = (duration: unknown): number => {
  const [, hours = "0", minutes = "0"] = /^PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(String(duration)) ?? [];
  return Number(hours) * 60 + Number(minutes);
};

infraTest(
  "every alert is deployed with its question, its threshold and its runbook, and tells the operators",
  async () => {
    for (const deployment of [await deployments.dev(), await deployments.prod()]) {
      const group = only(deployment, "Microsoft.Insights/actionGroups");
      assert.deepEqual(
        (group.properties["emailReceivers"] as { emailAddress: string }[]).map(
          ({ emailAddress }) => emailAddress,
        ),
        ["operators@example.com"],
      );
      const rules = deployment.of("Microsoft.Insights/scheduledQueryRules");
      assert.equal(rules.length, alerts.length);
      for (const [index, alert] of alerts.entries()) {
        const { name, properties } = rules[index] ?? assert.fail(alert.name);
        assert.ok(name.startsWith(`alert-ktgg-${alert.name}-`));
        const [criterion] = (properties["criteria"] as { allOf: Record<string, unknown>[] }).allOf;
        assert.equal(criterion?.["query"], await read(alert.query));
        assert.equal(criterion["operator"], alert.operator);
        assert.equal(criterion["threshold"], alert.threshold);
        assert.equal(properties["severity"], alert.severity);
        assert.equal(properties["enabled"], true);
        assert.equal(minutesOf(properties["windowSize"]), alert.windowMinutes);
        assert.equal(minutesOf(properties["evaluationFrequency"]), alert.frequencyMinutes);
        assert.ok(String(properties["description"]).includes(alert.runbook));
        assert.deepEqual((properties["actions"] as { actionGroups: string[] }).actionGroups, [group.id]);
        assert.deepEqual(properties["scopes"], [
          only(deployment, "Microsoft.OperationalInsights/workspaces").id,
        ]);
      }
    }
  },
);

infraTest("the workbook is deployed as it is in infra/monitoring, over the one workspace", async () => {
  const deployment = await deployments.dev();
  const { properties } = only(deployment, "Microsoft.Insights/workbooks");
  assert.deepEqual(JSON.parse(String(properties["serializedData"])), JSON.parse(await read("workbook.json")));
  assert.equal(properties["sourceId"], only(deployment, "Microsoft.OperationalInsights/workspaces").id);
});
