import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { startTelemetry } from "./start.ts";
import { activeTraceparent, withSpan } from "./tracing.ts";
import { trace } from "@opentelemetry/api";

const folder = mkdtempSync(path.join(tmpdir(), "ktgg-tracing-"));
before(() => startTelemetry({ ratio: 1, metricsSeconds: 60, instance: "test", folder }));
after(() => {
  rmSync(folder, { recursive: true });
});

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

type Kept = { parentSpanContext?: { spanId: string }; links: { context: { spanId: string } }[] };

/** Where a span over work of these origins stands: its trace, its parent, and what it is linked to. */
const placeOf = (origins: (string | undefined)[]) =>
  withSpan("batch", { kind: "consumer", origins }, () => {
    const { parentSpanContext, links } = trace.getActiveSpan() as unknown as Kept;
    return Promise.resolve({
      trace: partsOf(activeTraceparent())[1],
      parent: parentSpanContext?.spanId,
      links: links.map(({ context }) => context.spanId),
    });
  });

const trace1 = "0af7651916cd43dd8448eb211c80319c";
const of = (traceId: string, spanId: string): string => `00-${traceId}-${spanId}-01`;

test("work of one request is below it", async () => {
  const place = await placeOf([of(trace1, "b7ad6b7169203331"), undefined, of(trace1, "b7ad6b7169203331")]);
  assert.deepEqual(place, { trace: trace1, parent: "b7ad6b7169203331", links: [] });
});

test("work of several steps of one request is below the first, and linked to the others", async () => {
  const place = await placeOf([of(trace1, "b7ad6b7169203331"), of(trace1, "c7ad6b7169203331")]);
  assert.deepEqual(place, { trace: trace1, parent: "b7ad6b7169203331", links: ["c7ad6b7169203331"] });
});

test("work of several requests belongs to none of them, and is linked to each", async () => {
  const other = "1af7651916cd43dd8448eb211c80319c";
  const place = await placeOf([of(trace1, "b7ad6b7169203331"), of(other, "c7ad6b7169203331")]);
  assert.ok(place.trace !== trace1 && place.trace !== other);
  assert.deepEqual([place.parent, place.links], [undefined, ["b7ad6b7169203331", "c7ad6b7169203331"]]);
});

test("work without an origin is below what runs it", async () => {
  const [around, inside] = await withSpan("outer", { kind: "server" }, async () => [
    partsOf(activeTraceparent())[2],
    await placeOf([]),
  ]);
  assert.equal(inside.parent, around);
});
