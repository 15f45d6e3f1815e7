import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { liveAlarmHttp, type LiveSettings } from "../../functions/alarm/live/http.ts";
import { heardIn } from "../../functions/alarm/live/heard.fake.ts";
import { openPages } from "../../functions/alarm/live/open-pages.ts";
import { fakeStore } from "../../functions/alarm/live/store.fake.ts";
import { registeredRoutes } from "../registered-routes.ts";

/** The route on a feed that is silent, and pages that live for a moment. */
const setUp = (t: TestContext, settings: Partial<LiveSettings> = {}) => {
  const { endpoint, send, lines } = registeredRoutes(t);
  const store = fakeStore();
  const feed = { failure: undefined as Error | undefined };
  const pages = openPages(
    () => ({
      positioned: feed.failure === undefined ? Promise.resolve() : Promise.reject(feed.failure),
      failure: () => undefined,
      stop: () => undefined,
    }),
    { beatMs: 10 },
  );
  liveAlarmHttp(endpoint, {
    pages,
    missedChanges: store,
    settings: { maxStreams: 10, lifeSeconds: 0.1, ...settings },
  });
  return {
    store,
    feed,
    pages,
    lines,
    stream: (sent: Parameters<typeof send>[1] = {}) =>
      send("streamMyAlarms", { as: "Salesman:salesman-1", ...sent }),
  };
};

test("a stream is one of events, held back and kept by nobody, that beats and ends by itself", async (t) => {
  const { stream, pages } = setUp(t);
  const { status, headers, text } = await stream();
  assert.equal(status, 200);
  assert.equal(headers.get("content-type"), "text/event-stream; charset=utf-8");
  assert.equal(headers.get("cache-control"), "no-store, no-transform");
  assert.equal(headers.get("x-accel-buffering"), "no");
  assert.deepEqual(
    heardIn(text).map(({ event }) => event),
    ["ready"],
  );
  assert.match(text, /\n: still here\n\n/);
  assert.equal(pages.count(), 0);
});

test("Last-Event-ID, or after, is where to go on, and the header wins", async (t) => {
  const { stream, store } = setUp(t);
  store.alarm("all", "first");
  store.tick();
  store.tick();
  store.alarm("all", "second");
  const alarms = async (sent: object) =>
    heardIn((await stream(sent)).text).flatMap(({ event, data }) =>
      event === "alarm" ? [(data as { alarmId: string }).alarmId] : [],
    );
  assert.deepEqual(await alarms({}), []);
  assert.deepEqual(await alarms({ headers: { "last-event-id": "1002-0" } }), ["second"]);
  assert.deepEqual(await alarms({ query: "?after=1000-0" }), ["first", "second"]);
  assert.deepEqual(await alarms({ query: "?after=1000-0", headers: { "last-event-id": "1002-0" } }), [
    "second",
  ]);
});

test("an id that is not one of an event is refused, naming where it stood", async (t) => {
  const { stream, pages } = setUp(t);
  for (const [sent, path] of [
    [{ headers: { "last-event-id": "yesterday" } }, "Last-Event-ID"],
    [{ query: "?after=yesterday" }, "after"],
    [{ query: "?before=1-1" }, "before"],
  ] as const) {
    const { status, body } = await stream(sent);
    assert.equal(status, 400);
    assert.equal((body["errors"] as { path: string }[])[0]?.path, path);
  }
  assert.equal(pages.count(), 0);
});

test("only salesmen have alarms to hear", async (t) => {
  const { stream } = setUp(t);
  assert.equal((await stream({ as: null })).status, 401);
  for (const as of ["Customer:c", "Staff:s", "Analyst:a"]) assert.equal((await stream({ as })).status, 403);
});

test("one page more than there is room for is told when to come again, and has room once another has left", async (t) => {
  const { stream } = setUp(t, { maxStreams: 1, lifeSeconds: 0.3 });
  const first = stream();
  const { status, headers, body } = await stream();
  assert.equal(status, 503);
  assert.equal(headers.get("retry-after"), "5");
  assert.equal(body["type"], "urn:ktgg:problem:unavailable");
  assert.equal((await first).status, 200);
  assert.equal((await stream()).status, 200);
});

test("while the feed or the store is down, a page is refused with 503 and leaves nothing open", async (t) => {
  const { stream, store, feed, pages, lines } = setUp(t);
  feed.failure = Object.assign(new Error("no feed"), { code: 503 });
  assert.equal((await stream()).status, 503);
  feed.failure = undefined;
  store.fail(Object.assign(new Error("no store"), { code: 503 }));
  assert.equal((await stream()).status, 503);
  assert.equal(pages.count(), 0);
  assert.equal(lines.filter((line) => line.startsWith("error")).length, 2, "and it is in the log");
});
