import assert from "node:assert/strict";
import { test } from "node:test";
import { cosmosAggregates, type CommandOptions } from "../../shared/cosmos/aggregates.ts";
import type { Decider } from "../../shared/domain/decider.ts";
import { anyEvent } from "../../shared/contract/envelope.ts";
import {
  Contended,
  IdempotencyKeyReused,
  Invalid,
  NotFound,
  StaleVersion,
} from "../../shared/domain/errors.ts";
import { newId } from "../../shared/domain/ids.ts";
import { isTransient } from "../../shared/http/transient.ts";
import { startedCosmos } from "./started-cosmos.ts";

const cosmos = await startedCosmos();

// The smallest aggregate that shows a lost or doubled command: a till that is opened once, counts, and can be closed.
type Till = { total: number; closed: boolean };
type TillCommand = { type: "Open" } | { type: "Add"; amounts: number[] } | { type: "Close" };
type TillEvent = { type: "Opened" | "Added" | "Closed"; data: { amount: number } };

const tillDecider: Decider<TillCommand, Till, TillEvent> = {
  decide: (command, state) => {
    if (command.type === "Open") return state ? [] : [{ type: "Opened", data: { amount: 0 } }];
    if (!state) throw new NotFound("till");
    if (state.closed) throw new Invalid({ path: "till", message: "is closed" });
    if (command.type === "Close") return [{ type: "Closed", data: { amount: 0 } }];
    return command.amounts.map((amount) => ({ type: "Added", data: { amount } }));
  },
  evolve: (state, { type, data }) => ({
    total: (state?.total ?? 0) + data.amount,
    closed: type === "Closed",
  }),
};

const tills = cosmosAggregates({
  container: () => cosmos.container("project"),
  context: "project",
  decider: tillDecider,
  index: ({ total }) => ({ total }),
});

const at = new Date("2027-03-02T01:00:00.000Z");
const options = (more: Partial<CommandOptions> = {}): CommandOptions => ({
  origin: { at, correlationid: "correlation-1" },
  ...more,
});
const withKey = (key: string, fingerprint = "same"): CommandOptions =>
  options({ idempotency: { key, fingerprint } });
const open = async (): Promise<string> => {
  const id = newId();
  await tills.execute(id, { type: "Open" }, options());
  return id;
};
const add = (...amounts: number[]): TillCommand => ({ type: "Add", amounts });

/** The events of one aggregate as they are stored, each checked against the contract. */
const history = async (id: string) =>
  (await cosmos.documents("project", id)).flatMap(({ event }) =>
    event === undefined ? [] : [anyEvent.parse(event)],
  );
const versions = async (id: string): Promise<number[]> =>
  (await history(id)).map(({ aggregateversion }) => aggregateversion);

test("one command stores state, events and idempotency record, all in one partition", async () => {
  const id = newId();
  const origin = { at, correlationid: "correlation-1", causationid: "cause-1", traceparent: "00-a-b-01" };
  const idempotency = { key: "k", fingerprint: "f" };
  const executed = await tills.execute(id, { type: "Open" }, { origin, idempotency });
  assert.deepEqual(executed, {
    state: { total: 0, closed: false },
    version: 1,
    created: true,
    changed: true,
  });

  const [event, key, state, ...others] = await cosmos.documents("project", id);
  assert.deepEqual(others, []);
  assert.deepEqual(state, {
    id: "state",
    aggregateId: id,
    kind: "state",
    version: 1,
    state: { total: 0, closed: false },
    index: { total: 0 },
  });
  assert.deepEqual(
    { ...event, event: { ...(event?.["event"] as object), id: "any" } },
    {
      id: "event-0000000001",
      aggregateId: id,
      kind: "event",
      event: {
        specversion: "1.0",
        id: "any",
        source: "/contexts/project",
        type: "Opened",
        subject: id,
        time: at.toISOString(),
        datacontenttype: "application/json",
        dataversion: 1,
        aggregateversion: 1,
        correlationid: "correlation-1",
        causationid: "cause-1",
        traceparent: "00-a-b-01",
        data: { amount: 0 },
      },
    },
  );
  assert.equal(key?.["id"], "key-k");
  assert.equal(key["fingerprint"], "f");
  assert.equal(key["ttl"], 7 * 24 * 60 * 60);
  assert.ok(!("ttl" in state), "only the record passes away");
});

test("several events of one command are one commit, each with its own version and id", async () => {
  const id = await open();
  const { state, version, created, changed } = await tills.execute(id, add(1, 2, 3), options());
  assert.deepEqual([state.total, version, created, changed], [6, 4, false, true]);
  assert.deepEqual(await versions(id), [1, 2, 3, 4]);
  assert.equal(new Set((await history(id)).map((event) => event.id)).size, 4);
  assert.deepEqual(await tills.load(id).then((it) => [it?.state.total, it?.version]), [6, 4]);
});

test("a command that is refused, or changes nothing, stores nothing", async () => {
  const id = newId();
  await assert.rejects(tills.execute(id, add(1), options()), NotFound);
  assert.deepEqual(await cosmos.documents("project", id), []);
  assert.equal(await tills.load(id), undefined);

  await tills.execute(id, { type: "Open" }, options());
  const executed = await tills.execute(id, { type: "Open" }, options());
  assert.deepEqual([executed.version, executed.created, executed.changed], [1, false, false]);
  assert.deepEqual(await versions(id), [1]);
});

test("of ten commands at once every one counts, and the versions have no gap", async () => {
  const id = await open();
  const executed = await Promise.all(
    Array.from({ length: 10 }, (_, index) => tills.execute(id, add(2 ** index), options())),
  );
  assert.deepEqual(
    executed.map(({ version }) => version).toSorted((one, other) => one - other),
    [2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  );
  assert.deepEqual(await tills.load(id).then((it) => [it?.state.total, it?.version]), [1023, 11]);
  assert.deepEqual(await versions(id), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test("ten that create the same thing at once create it once", async () => {
  const id = newId();
  const executed = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      tills.execute(id, { type: "Open" }, options({ expectNew: index % 2 === 0 })),
    ),
  );
  assert.equal(executed.filter(({ created }) => created).length, 1);
  assert.deepEqual(await versions(id), [1]);
});

test("what is expected to be new but is not is loaded after all", async () => {
  const id = await open();
  const { version, created, changed } = await tills.execute(
    id,
    { type: "Open" },
    options({ expectNew: true }),
  );
  assert.deepEqual([version, created, changed], [1, false, false]);
});

test("who loses every race is told so, and nothing is stored", async (t) => {
  const id = await open();
  t.mock.method(Math, "random", () => 0); // no pauses
  await cosmos.fault({ kind: "status", operation: "batch", status: 412 });
  await assert.rejects(tills.execute(id, add(1), options()), Contended);
  assert.deepEqual(await versions(id), [1]);
});

test("a command on a version that is no longer the present one is refused", async () => {
  const id = await open();
  await tills.execute(id, add(1), options());
  await assert.rejects(tills.execute(id, add(1), options({ ifVersions: [1] })), StaleVersion);
  await assert.rejects(tills.execute(id, add(1), options({ ifVersions: [] })), StaleVersion);
  assert.deepEqual(await versions(id), [1, 2]);
  assert.equal((await tills.execute(id, add(1), options({ ifVersions: [1, 2] }))).version, 3);
});

test("of two edits of one version at once, one is refused as stale", async () => {
  const id = await open();
  const outcomes = await Promise.allSettled(
    [1, 2, 3].map((amount) => tills.execute(id, add(amount), options({ ifVersions: [1] }))),
  );
  const refused = outcomes.filter((outcome) => outcome.status === "rejected");
  assert.equal(refused.length, 2);
  for (const { reason } of refused) assert.ok(reason instanceof StaleVersion, String(reason));
  assert.deepEqual(await versions(id), [1, 2]);
});

test("stale comes before every other refusal but absence", async () => {
  const id = await open();
  await tills.execute(id, { type: "Close" }, options());
  await assert.rejects(tills.execute(id, add(1), options({ ifVersions: [1] })), StaleVersion);
  await assert.rejects(tills.execute(id, add(1), options({ ifVersions: [2] })), Invalid);
  await assert.rejects(tills.execute(newId(), add(1), options({ ifVersions: [1] })), NotFound);
  await assert.rejects(tills.execute(id, { type: "Open" }, options({ ifVersions: [1] })), StaleVersion);
});

for (const command of [{ type: "Open" } as const, add(5)]) {
  test(`when the answer to a commit of ${command.type} is lost, the command has succeeded, once`, async () => {
    const id = command.type === "Open" ? newId() : await open();
    await cosmos.fault({ kind: "drop", operation: "batch", times: 1 });
    const { changed, version } = await tills.execute(
      id,
      command,
      options({ expectNew: command.type === "Open" }),
    );
    await cosmos.faultHit();
    assert.equal(changed, true);
    assert.deepEqual(await versions(id), command.type === "Open" ? [1] : [1, 2]);
    assert.equal((await tills.load(id))?.version, version);
  });
}

test("when others commit after the lost answer, the command is still known as done", async () => {
  const id = await open();
  // The answer is lost, and the look at what was stored is held back until another command has come in between.
  await cosmos.fault(
    { kind: "drop", operation: "batch", times: 1 },
    { kind: "delay", operation: "read", times: 2, ms: 300 },
  );
  const lost = tills.execute(id, add(1), options());
  await cosmos.faultHit();
  await tills.execute(id, add(10), options());
  await lost;
  assert.equal((await tills.load(id))?.state.total, 11);
  assert.equal((await versions(id)).length, 3);
});

test("when the store does not answer, nothing is stored, and the error says that it may pass", async () => {
  const id = await open();
  await cosmos.fault({ kind: "refuse", operation: "batch" });
  await assert.rejects(tills.execute(id, add(1), options()), (error) => {
    assert.ok(isTransient(error), String(error));
    return true;
  });
  await cosmos.fault();
  assert.deepEqual(await versions(id), [1]);
  assert.equal((await tills.execute(id, add(1), options())).state.total, 1);
});

test("a store that is busy for a moment is waited for", async () => {
  const id = await open();
  await cosmos.fault({ kind: "status", operation: "batch", status: 429, ms: 1, times: 2 });
  assert.equal((await tills.execute(id, add(1), options())).state.total, 1);
  assert.deepEqual(await versions(id), [1, 2]);
});

test("a request that comes again answers the same, and does nothing", async () => {
  const id = newId();
  const first = await tills.execute(id, { type: "Open" }, withKey("k1"));
  await tills.execute(id, add(7), withKey("k2"));
  assert.deepEqual(await tills.execute(id, { type: "Open" }, withKey("k1")), first);
  const again = await tills.execute(id, add(7), withKey("k2"));
  assert.deepEqual([again.state.total, again.version, again.created, again.changed], [7, 2, false, true]);
  assert.deepEqual(await versions(id), [1, 2]);
});

test("a repeated request is answered also when its version has become stale, or its time has gone", async () => {
  const id = await open();
  const sent = { ...withKey("k"), ifVersions: [1] };
  const first = await tills.execute(id, add(7), sent);
  await tills.execute(id, { type: "Close" }, options());
  assert.deepEqual(await tills.execute(id, add(7), sent), first);
});

test("a request that changed nothing is answered the same again, and says so", async () => {
  const id = await open();
  const first = await tills.execute(id, { type: "Open" }, withKey("k"));
  assert.deepEqual([first.version, first.created, first.changed], [1, false, false]);
  await tills.execute(id, add(1), options());
  assert.deepEqual(await tills.execute(id, { type: "Open" }, withKey("k")), first);
});

test("a key that comes with another request is refused, and that request is not done", async () => {
  const id = await open();
  await tills.execute(id, add(1), withKey("k", "one"));
  await assert.rejects(tills.execute(id, add(2), withKey("k", "two")), IdempotencyKeyReused);
  assert.equal((await tills.load(id))?.state.total, 1);
});

test("a refused command leaves its key free", async () => {
  const id = newId();
  await assert.rejects(tills.execute(id, add(1), withKey("k", "one")), NotFound);
  await tills.execute(id, { type: "Open" }, withKey("k", "two"));
  assert.deepEqual(await versions(id), [1]);
});

test("five requests with one key at once do it once, and all hear the same", async () => {
  for (const expectNew of [true, false]) {
    const id = newId();
    const all = await Promise.all(
      Array.from({ length: 5 }, () => tills.execute(id, { type: "Open" }, { ...withKey("k"), expectNew })),
    );
    for (const executed of all) assert.deepEqual(executed, all[0]);
    assert.equal(all[0]?.created, true);
    assert.deepEqual(await versions(id), [1]);
  }
  const id = await open();
  const totals = await Promise.all(Array.from({ length: 5 }, () => tills.execute(id, add(3), withKey("k"))));
  assert.deepEqual(
    totals.map(({ state }) => state.total),
    [3, 3, 3, 3, 3],
  );
});

test("a twin that was faster between the two reads is recognised, not refused as a wrong state", async () => {
  for (const more of [{}, { ifVersions: [1] }]) {
    const id = await open();
    const close = () => tills.execute(id, { type: "Close" }, { ...withKey("k"), ...more });
    // The read of the state is held back until the twin has closed the till; that of the key is not.
    await cosmos.fault({ kind: "delay", operation: "read", ms: 400, times: 1 });
    const slow = close();
    await cosmos.faultHit();
    await new Promise((resolve) => setTimeout(resolve, 100)); // the read of the key has no fault to wait for
    const fast = await close();
    assert.deepEqual(await slow, fast);
    assert.deepEqual(await versions(id), [1, 2]);
  }
});

test("a repeated request is recognised after its answer was lost", async () => {
  const id = await open();
  await cosmos.fault({ kind: "drop", operation: "batch", times: 1 });
  await tills.execute(id, add(1), withKey("k"));
  assert.equal((await tills.execute(id, add(1), withKey("k"))).state.total, 1);
  assert.deepEqual(await versions(id), [1, 2]);
});
