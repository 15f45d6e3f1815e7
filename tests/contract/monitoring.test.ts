import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { workbook } from "../../tools/workbook.ts";
import { metricsIn, unknownNames, type Tables } from "./kql-identifiers.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, "infra", "monitoring");
const read = (...names: string[]): string => readFileSync(path.join(...names), "utf8");

type Alert = {
  name: string;
  title: string;
  severity: number;
  query: string;
  measureColumn: string;
  windowMinutes: number;
  frequencyMinutes: number;
  operator: string;
  threshold: number;
  runbook: string;
};

const { $comment: _, ...tables } = JSON.parse(read(folder, "tables.json")) as Tables & { $comment: string };
const alerts = JSON.parse(read(folder, "alerts.json")) as Alert[];
const queries = readdirSync(path.join(folder, "queries")).map((file) => ({
  file,
  query: read(folder, "queries", file),
}));
const pages = readdirSync(path.join(root, "docs", "operations"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".md"))
  .map((file) => ({ file, text: read(root, "docs", "operations", file) }));

test("every name in every query is KQL's, a table's or its own", () => {
  assert.ok(queries.length > 10);
  for (const { file, query } of queries) assert.deepEqual(unknownNames(query, tables), [], file);
});

test("a table or a column that there is not is found", () => {
  const found = (query: string): string[] => unknownNames(query, tables);
  assert.deepEqual(found("AppRequest | where Success"), ["AppRequest", "Success"]);
  assert.deepEqual(found('AppMetrics | where Nam == "x"'), ["Nam"]);
  assert.deepEqual(found("AppMetrics | where Message has 'x'"), ["Message"], "a column of another table");
  assert.deepEqual(found("AppMetrics | extend Age = Sum | where Agee > 1"), ["Agee"]);
  assert.deepEqual(found("AppMetrics | summarize sumof(Sum)"), ["sumof"]);
  assert.deepEqual(found("AppMetrics // Nam and 'Nam'\n| where Name == 'Nam'"), []);
});

test("every metric that a query asks for is one of the app's", () => {
  const known = new Set(read(root, "shared", "telemetry", "metrics.ts").match(/"[\w.]+"/g));
  for (const { file, query } of queries) {
    for (const metric of metricsIn(query)) assert.ok(known.has(`"${metric}"`), `${file} asks for ${metric}`);
  }
});

test("every metric of the app is documented", () => {
  const page = read(root, "docs", "operations", "metrics.md");
  const named = [...read(root, "shared", "telemetry", "metrics.ts").matchAll(/meter\.create\w+\("([^"]+)"/g)];
  assert.ok(named.length >= 8);
  for (const [, metric = ""] of named) assert.ok(page.includes(`\`${metric}\``), metric);
});

test("the workbook is made of the queries as they are", () => {
  assert.deepEqual(JSON.parse(read(folder, "workbook.json")), workbook(), "run node tools/workbook.ts");
});

test("every alert has its query with the value that it measures, and times that Azure takes", () => {
  assert.equal(new Set(alerts.map(({ name }) => name)).size, alerts.length);
  for (const { name, query, measureColumn, windowMinutes, frequencyMinutes, severity, threshold } of alerts) {
    assert.ok(existsSync(path.join(folder, query)), `${name}: ${query}`);
    assert.match(read(folder, query).trim(), new RegExp(`\\b${measureColumn} = [^|]*$`), name);
    // learn.microsoft.com/azure/azure-monitor/alerts/alerts-create-log-alert-rule
    assert.ok([5, 10, 15, 30, 45, 60, 120, 180, 240, 300, 360].includes(windowMinutes), name);
    assert.ok([1, 5, 10, 15, 30, 60].includes(frequencyMinutes) && frequencyMinutes <= windowMinutes, name);
    assert.ok(severity >= 0 && severity <= 4 && threshold >= 0, name);
  }
});

test("every alert has a runbook that names it, and says what it means, whom it hurts, where to look, how to mend it and who is next", () => {
  for (const { name, runbook } of alerts) {
    assert.ok(existsSync(path.join(root, runbook)), `${name}: ${runbook}`);
    const page = read(root, runbook);
    assert.ok(page.includes(`\`${name}\``), `${runbook} does not name ${name}`);
    for (const part of ["Meaning", "Impact", "First look", "Mend", "Escalation"]) {
      assert.match(page, new RegExp(`^## ${part}$`, "m"), `${runbook}: ${part}`);
    }
  }
  const used = new Set(alerts.map(({ runbook }) => path.basename(runbook)));
  assert.deepEqual(readdirSync(path.join(root, "docs/operations/runbooks")).toSorted(), [...used].toSorted());
});

test("every command, query and page that the operations' pages name exists", () => {
  const { scripts } = JSON.parse(read(root, "package.json")) as { scripts: Record<string, string> };
  for (const { file, text } of pages) {
    for (const [, name = ""] of text.matchAll(/npm run (?:-s )?([\w:-]+)/g)) {
      assert.ok(scripts[name], `${file} names npm run ${name}`);
    }
    for (const [, name = ""] of text.matchAll(/queries\/([\w-]+\.kql)/g)) {
      assert.ok(existsSync(path.join(folder, "queries", name)), `${file} names ${name}`);
    }
    for (const [, link = ""] of text.matchAll(/\]\(([^)#:]+)\)/g)) {
      const target = path.join(root, "docs", "operations", path.dirname(file), link);
      assert.ok(existsSync(target), `${file} links ${link}`);
    }
  }
});

test("the operations' index leads from every alert to its runbook", () => {
  const rows = read(root, "docs", "operations", "README.md").split("\n");
  for (const { name, runbook } of alerts) {
    const row = rows.find((line) => line.includes(`\`${name}\``));
    assert.ok(row?.includes(`(runbooks/${path.basename(runbook)})`), name);
  }
});
