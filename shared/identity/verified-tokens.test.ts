import assert from "node:assert/strict";
import { test } from "node:test";
import { verifiedTokens } from "./verified-tokens.ts";

const actor = { id: "staff-1", roles: ["Staff"] as const };

test("a verified token is known for a minute", () => {
  let now = 0;
  const tokens = verifiedTokens(() => now);
  tokens.add("t", actor, 3600);
  now = 59_999;
  assert.equal(tokens.get("t"), actor);
  now = 60_000;
  assert.equal(tokens.get("t"), undefined);
});

test("a token is never known beyond its own end", () => {
  let now = 0;
  const tokens = verifiedTokens(() => now);
  tokens.add("t", actor, 10);
  now = 10_000;
  assert.equal(tokens.get("t"), undefined);
});

test("another token is not known", () => {
  const tokens = verifiedTokens(() => 0);
  tokens.add("t", actor, 10);
  assert.equal(tokens.get("u"), undefined);
});

test("no more than 2,000 tokens are kept: the oldest goes", () => {
  const tokens = verifiedTokens(() => 0);
  for (let number = 0; number <= 2_000; number++) tokens.add(`t${number}`, actor, 10);
  assert.equal(tokens.get("t0"), undefined);
  assert.equal(tokens.get("t1"), actor);
});
