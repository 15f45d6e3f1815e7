import assert from "node:assert/strict";
import { test } from "node:test";
import { isTransient } from "./transient.ts";

const failing = (fields: object): Error => Object.assign(new Error("x"), fields);

const passing: [string, unknown][] = [
  ["Cosmos is throttling", failing({ code: 429 })],
  ["Cosmos timed out", failing({ code: 408 })],
  ["a partition has moved", failing({ code: 410 })],
  ["two writers met", failing({ code: 449 })],
  ["Cosmos is down", failing({ code: 503 })],
  ["Cosmos gave no answer", failing({ code: "TimeoutError" })],
  ["an Azure REST service is busy", failing({ statusCode: 503 })],
  ["an Azure REST service gave no answer", failing({ code: "REQUEST_SEND_ERROR" })],
  ["nobody listens", failing({ code: "ECONNREFUSED" })],
  ["the connection was cut", failing({ code: "ECONNRESET" })],
  ["the name can't be resolved now", failing({ code: "EAI_AGAIN" })],
  ["the host can't be reached", failing({ code: "EHOSTUNREACH" })],
  ["the connection was cut within fetch", failing({ cause: { code: "UND_ERR_SOCKET" } })],
  ["Service Bus says so itself", failing({ code: "ServiceBusy", retryable: true })],
  ["fetch wraps the cause", new TypeError("fetch failed", { cause: failing({ code: "ECONNREFUSED" }) })],
  ["each try of a send timed out", new AggregateError([failing({}), failing({ retryable: true })])],
  ["the cause of the cause", new Error("a", { cause: new Error("b", { cause: failing({ code: 503 }) }) })],
];
for (const [why, error] of passing) {
  test(`it may work later when ${why}`, () => {
    assert.equal(isTransient(error), true);
  });
}

const lasting: [string, unknown][] = [
  ["a bug", new TypeError("x is not a function")],
  ["a conflict", failing({ code: 409 })],
  ["a lost race", failing({ code: 412 })],
  ["a refused request", failing({ code: 400, statusCode: 400 })],
  ["a forbidden one", failing({ code: 403 })],
  ["a bus that says it will not help", failing({ code: "MessagingEntityNotFound", retryable: false })],
  ["several bugs", new AggregateError([new TypeError("x"), failing({ code: 400 })])],
  ["no error at all", undefined],
  ["null", null],
  ["a text", "ECONNREFUSED"],
];
for (const [why, error] of lasting) {
  test(`it stays as it is with ${why}`, () => {
    assert.equal(isTransient(error), false);
  });
}

test("an error that is its own cause is looked at and let go", () => {
  const error = new Error("x");
  error.cause = error;
  assert.equal(isTransient(error), false);
});
