import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { needOf, pageWith, readFigures } from "../../tools/capacity.ts";

const folder = path.resolve(import.meta.dirname, "../../docs/operations");
const figures = readFigures(JSON.parse(await readFile(path.join(folder, "capacity.json"), "utf8")));

test("the page's tables are what the figures give (else: node tools/capacity.ts)", async () => {
  const page = await readFile(path.join(folder, "capacity.md"), "utf8");
  assert.equal(page, await pageWith(page, figures));
});

test("ten times the customers need ten times as much, but for what is there anyway", () => {
  const [some, many] = [needOf(100_000, figures), needOf(1_000_000, figures)];
  const idle = figures.measured.idleFeedRequestUnitsPerSecond;
  const near = (one: number, other: number) => {
    assert.ok(Math.abs(one / other - 1) < 1e-9, `${one} is not ${other}`);
  };
  near(many.requestsPerSecond, 10 * some.requestsPerSecond);
  near(many.requestUnitsPerSecond - idle, 10 * (some.requestUnitsPerSecond - idle));
  near(many.messagesPerSecond, 10 * some.messagesPerSecond);
  near(many.smsHours, 10 * some.smsHours);
});

test("what was not measured is not guessed", () => {
  const unknown = { ...figures, assumed: { ...figures.assumed, perCustomerAndYear: { Dream: 1 } } };
  assert.throws(() => needOf(1_000, unknown), /Dream was not measured/);
});
