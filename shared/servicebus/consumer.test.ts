import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { InvocationContext } from "@azure/functions";
import type { EventOf } from "../contract/events.ts";
import { consumer, Unreadable } from "./consumer.ts";

const event: EventOf<"ProjectEnded"> = {
  specversion: "1.0",
  id: "event-1",
  source: "/contexts/project",
  type: "ProjectEnded",
  subject: "project-1",
  time: "2027-03-31T01:00:00.000Z",
  datacontenttype: "application/json",
  dataversion: 1,
  aggregateversion: 3,
  correlationid: "correlation-1",
  data: {
    projectId: "project-1",
    projectname: "이음5G 실증사업",
    year: 2027,
    startDate: "2027-03-02",
    endDate: "2027-03-31",
    status: "ended",
  },
};

const contextOf = (lines: string[] = []): InvocationContext =>
  new InvocationContext({
    functionName: "test",
    invocationId: "1",
    logHandler: (level, ...parts) => lines.push(`${level} ${parts.map(String).join(" ")}`),
  });

/** A consumer of ProjectEnded that notes what it was handed. */
const noting = (handle: () => Promise<void> = () => Promise.resolve()) => {
  const handled: unknown[] = [];
  const consume = consumer(
    {
      ProjectEnded: (event) => {
        handled.push(event);
        return handle();
      },
    },
    { topic: "project-events", subscription: "project" },
  );
  return { handled, consume };
};

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
};

const unreadable = async (message: unknown, why: RegExp): Promise<void> => {
  const { handled, consume } = noting();
  await assert.rejects(consume(message, contextOf()), (error) => {
    assert.ok(error instanceof Unreadable, String(error));
    assert.match(error.message, why);
    return true;
  });
  assert.deepEqual(handled, []);
};

test("an event goes to the handler of its type", async () => {
  const { handled, consume } = noting();
  await consume(event, contextOf());
  assert.deepEqual(handled, [event]);
});

test("attributes and fields that we do not know are ignored, and an old event has dataversion 1", async () => {
  const { handled, consume } = noting();
  const newer = { ...event, partitionkey: "x", data: { ...event.data, budget: 5 } };
  await consume({ ...newer, dataversion: undefined }, contextOf());
  assert.deepEqual(handled, [event]);
});

test("a type that nobody handles is left alone, known or not, even when its data is odd", async () => {
  const { handled, consume } = noting();
  await consume({ ...event, type: "ProjectStarted", data: 7 }, contextOf());
  await consume({ ...event, type: "SomethingNew", data: { a: 1 } }, contextOf());
  await consume({ ...event, type: "constructor" }, contextOf());
  await consume({ ...event, type: "__proto__" }, contextOf());
  assert.deepEqual(handled, []);
});

test("what is no event at all is unreadable, and the reason names what is missing", async () => {
  await unreadable(undefined, /^Not an event: /);
  await unreadable("text", /^Not an event: /);
  await unreadable({}, /specversion.*aggregateversion/);
  await unreadable({ ...event, specversion: "2.0" }, /specversion/);
  await unreadable({ ...event, aggregateversion: 0 }, /aggregateversion/);
});

test("an event that breaks its contract is unreadable, at once and without the value in the reason", async () => {
  const data = { ...event.data, projectname: { secret: "010-1234-5678" } };
  await unreadable({ ...event, data }, /^Not a ProjectEnded: data\.projectname invalid_type$/);
  await unreadable(
    { ...event, data: { ...event.data, endDate: "2027-02-31" } },
    /^Not a ProjectEnded: data\.endDate custom$/,
  );
});

/** Lets mocked time pass until it is done. */
const pass = async (t: TestContext, done: Promise<unknown>): Promise<void> => {
  const state = { pending: true };
  const end = (): void => {
    state.pending = false;
  };
  done.then(end, end);
  for (let step = 0; state.pending && step < 1_000; step++) {
    await settle();
    t.mock.timers.tick(1_000);
  }
};

test("a failure that passes is tried again with back-off, and each time is logged with the event", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const lines: string[] = [];
  let failures = 2;
  const { handled, consume } = noting(() =>
    failures-- > 0 ? Promise.reject(new Error("the store is busy")) : Promise.resolve(),
  );
  const done = consume(event, contextOf(lines));
  await pass(t, done);
  await done;
  assert.equal(handled.length, 3);
  assert.equal(lines.length, 2);
  for (const line of lines)
    assert.match(line, /^warning .*"correlationid":"correlation-1".*"eventId":"event-1".*the store is busy/);
});

test("a failure that lasts is thrown in the end, for the broker to redeliver", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const failure = new Error("the store is gone");
  const { handled, consume } = noting(() => Promise.reject(failure));
  const done = consume(event, contextOf());
  await pass(t, done);
  await assert.rejects(done, failure);
  assert.equal(handled.length, 6);
});
