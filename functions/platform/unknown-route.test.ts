import assert from "node:assert/strict";
import { test } from "node:test";
import { answerUnknown } from "./unknown-route.ts";

const headersOf = (answer: { headers?: unknown }): Record<string, string> =>
  answer.headers as Record<string, string>;

test("a path that nobody has is not found", () => {
  const answer = answerUnknown({ method: "GET" }, []);
  assert.equal(answer.status, 404);
  assert.match(headersOf(answer)["content-type"] ?? "", /^application\/problem\+json/);
  assert.equal(headersOf(answer)["allow"], undefined);
});

test("a known path asked with another method says which it takes", () => {
  const answer = answerUnknown({ method: "DELETE" }, ["GET", "PATCH"]);
  assert.equal(answer.status, 405);
  assert.equal(headersOf(answer)["allow"], "GET, PATCH, OPTIONS");
  assert.match(headersOf(answer)["content-type"] ?? "", /^application\/problem\+json/);
  assert.equal(
    (JSON.parse(answer.body as string) as { type: string }).type,
    "urn:ktgg:problem:method-not-allowed",
  );
});

test("OPTIONS of a known path answers its methods without a body", () => {
  const answer = answerUnknown({ method: "OPTIONS" }, ["GET"]);
  assert.equal(answer.status, 204);
  assert.equal(headersOf(answer)["allow"], "GET, OPTIONS");
  assert.equal(answer.body, undefined);
});

test("OPTIONS of an unknown path is not found", () => {
  assert.equal(answerUnknown({ method: "OPTIONS" }, []).status, 404);
});
