import assert from "node:assert/strict";
import { before, test } from "node:test";
import { activeTraceparent, startTelemetry, withSpan } from "./tracing.ts";

before(() => startTelemetry({}));

const caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const partsOf = (traceparent: string | undefined): string[] => (traceparent ?? "").split("-");

test("a span goes on with the caller's trace, under a number of its own", async () => {
  const inside = await withSpan("work", { kind: "server", traceparent: caller }, () =>
    Promise.resolve(activeTraceparent()),
  );
  const [, trace, span] = partsOf(inside);
  assert.equal(trace, "0af7651916cd43dd8448eb211c80319c");
  assert.notEqual(span, "b7ad6b7169203331");
});

test("without a caller a span begins a trace, and what runs inside belongs to it", async () => {
  const [outer, inner] = await withSpan("outer", { kind: "server" }, async () => [
    activeTraceparent(),
    await withSpan("inner", { kind: "internal" }, () => Promise.resolve(activeTraceparent())),
  ]);
  assert.match(outer ?? "", /^00-[\da-f]{32}-[\da-f]{16}-0[01]$/);
  assert.equal(partsOf(inner)[1], partsOf(outer)[1]);
  assert.notEqual(partsOf(inner)[2], partsOf(outer)[2]);
});

test("a traceparent that is none begins a trace of its own", async () => {
  const inside = await withSpan("work", { kind: "consumer", traceparent: "hostile" }, () =>
    Promise.resolve(activeTraceparent()),
  );
  assert.match(inside ?? "", /^00-[\da-f]{32}-[\da-f]{16}-0[01]$/);
});

test("an error goes through, and the span is over", async () => {
  const failure = new Error("x");
  await assert.rejects(
    withSpan("work", { kind: "client" }, () => Promise.reject(failure)),
    failure,
  );
  assert.equal(activeTraceparent(), undefined);
});
