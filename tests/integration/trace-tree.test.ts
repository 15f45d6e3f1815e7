import assert from "node:assert/strict";
import { test } from "node:test";
import type { Span } from "../../tools/trace/spans.ts";
import { printed, sizeOf, treesOf } from "../../tools/trace/tree.ts";

const span = (spanId: string, more: Partial<Span> = {}): Span => ({
  traceId: "trace-1",
  spanId,
  parentId: undefined,
  name: spanId,
  startMs: 0,
  durationMs: 1,
  attributes: {},
  links: [],
  failed: false,
  instance: "local-0",
  ...more,
});

const request = span("POST", {
  parentId: "the host's",
  attributes: {
    "ktgg.correlation_id": "correlation-1",
    "http.response.status_code": 201,
    "ktgg.function": "createProject",
  },
});
const consumer = span("process", {
  parentId: "POST",
  startMs: 30,
  attributes: { "ktgg.correlation_id": "correlation-1", "error.type": "Unreadable" },
  failed: true,
  instance: "local-1",
});
const batch = span("relay", {
  traceId: "trace-2",
  startMs: 10,
  links: [
    { traceId: "trace-9", spanId: "other" },
    { traceId: "trace-1", spanId: "POST" },
  ],
});
const send = span("send", { traceId: "trace-2", parentId: "relay", startMs: 11 });
const stranger = span("stranger", {
  traceId: "trace-9",
  attributes: { "ktgg.correlation_id": "correlation-9" },
});
const all = [send, stranger, consumer, batch, request];

test("the tree of a request has its own spans, and the batches that did some of its work, in the order of time", () => {
  assert.deepEqual(printed(treesOf(all, "correlation-1")), [
    "POST        201                 1.0 ms   +0 ms  createProject @local-0",
    "├─ relay    ok                  1.0 ms  +10 ms  a batch of 2 requests @local-0",
    "│  └─ send  ok                  1.0 ms  +11 ms  @local-0",
    "└─ process  failed: Unreadable  1.0 ms  +30 ms  @local-1",
  ]);
});

test("a trace id finds the same, whichever span bears the correlation id", () => {
  assert.equal(sizeOf(treesOf(all, "trace-1")), 4);
  assert.equal(sizeOf(treesOf([...all].reverse(), "correlation-1")), 4);
});

test("what nobody knows has no tree", () => {
  assert.deepEqual(treesOf(all, "correlation-2"), []);
  assert.deepEqual(printed([]), []);
});

test("a request in two traces, as when it was asked twice, has two trees", () => {
  const again = { ...request, traceId: "trace-3", startMs: 500 };
  assert.deepEqual(
    treesOf([again, ...all], "correlation-1").map((tree) => tree.span.traceId),
    ["trace-1", "trace-3"],
  );
});
