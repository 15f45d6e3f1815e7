import type { Container } from "@azure/cosmos";
import assert from "node:assert/strict";
import { test } from "node:test";
import { storedBy } from "../../shared/cosmos/aggregates.ts";
import { Contended, Invalid, NotFound, StaleVersion } from "../../shared/domain/errors.ts";
import { newId } from "../../shared/domain/ids.ts";
import { isTransient } from "../../shared/http/transient.ts";
import { startedCosmos } from "./started-cosmos.ts";
import { add, at, options, tillsIn, withKey } from "./till.ts";

const cosmos = await startedCosmos();
const tills = tillsIn(cosmos);
const { open, history, versions } = tills;

test("one command stores state, events and idempotency record, all in one partition", async () => {
  const id = newId();
  const origin = { at, correlationid: "correlation-1", causationid: "cause-1", traceparent: "00-a-b-01" };
  const idempotency = { key: "k", fingerprint: "f" };
  const { events, etag, ...executed } = await tills.execute(id, { type: "Open" }, { origin, idempotency });
  assert.equal(etag, (await tills.load(id))?.etag);
  assert.deepEqual(executed, {
    state: { total: 0, closed: false },
    version: 1,
    created: true,
    changed: true,
  });
  assert.deepEqual(
    events.map(({ type, aggregateversion }) => [type, aggregateversion]),
    [["Opened", 1]],
  );

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
});

test("several events of one command are one commit, each with its own version and id", async () => {
  const id = await open();
  const { state, version, created, changed } = await tills.execute(id, add(1, 2, 3), options());
  assert.deepEqual([state.total, version, created, changed], [6, 4, false, true]);
  assert.deepEqual(await versions(id), [1, 2, 3, 4]);
  assert.equal(new Set((await history(id)).map((event) => event.id)).size, 4);
  assert.deepEqual(await tills.load(id).then((it) => [it?.state.total, it?.version]), [6, 4]);
});

test("a command answers the events that it stored, and none when it changed nothing", async () => {
  const id = newId();
  const opened = await tills.execute(id, { type: "Open" }, options());
  const added = await tills.execute(id, add(1, 2), options());
  assert.deepEqual([...opened.events, ...added.events], await history(id));
  assert.deepEqual((await tills.execute(id, { type: "Open" }, options())).events, []);
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

test("what is expected to be new is stored without a read", async () => {
  await cosmos.fault({ kind: "status", operation: "read", status: 403 });
  const { created } = await tills.execute(newId(), { type: "Open" }, options({ expectNew: true }));
  assert.equal(created, true);
});

test("whatever a command did, it answers the ETag of the state as it is stored then", async () => {
  const id = await open();
  for (const [command, given] of [
    [add(1, 2), options()],
    [{ type: "Open" }, options()],
    [add(3), withKey("k1")],
    [{ type: "Open" }, withKey("k2")],
  ] as const) {
    const { etag } = await tills.execute(id, command, given);
    assert.equal(etag, (await tills.load(id))?.etag);
  }
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
    const executed = await tills.execute(id, command, options({ expectNew: command.type === "Open" }));
    await cosmos.faultHit();
    assert.deepEqual([executed.changed, storedBy(executed)], [true, undefined]);
    assert.deepEqual(await versions(id), command.type === "Open" ? [1] : [1, 2]);
    assert.equal((await tills.load(id))?.version, executed.version);
  });
}

test("a commit that was sent twice, so that the second one met the first, has succeeded, once", async () => {
  const twice = (container: Container): Container => {
    const items = new Proxy(container.items, {
      get: (target, name) => {
        if (name !== "batch") return Reflect.get(target, name) as unknown;
        return async (...args: Parameters<typeof target.batch>) => {
          await target.batch(...args);
          return target.batch(...args);
        };
      },
    });
    return new Proxy(container, {
      get: (target, name) => (name === "items" ? items : (Reflect.get(target, name) as unknown)),
    });
  };
  const doubled = tillsIn({ ...cosmos, container: (name) => twice(cosmos.container(name)) });
  const id = await open();
  const { state, version } = await doubled.execute(id, add(1), options());
  assert.deepEqual([state.total, version, await versions(id)], [1, 2, [1, 2]]);
});

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

test("a state that was written beside our commits is not overwritten", async () => {
  const id = await open();
  await cosmos.fault({ kind: "delay", operation: "batch", times: 1, ms: 300 });
  const slow = tills.execute(id, add(1), options());
  await cosmos.faultHit();
  // No event tells of this one, as of a mend by hand: only If-Match can.
  const item = cosmos.container("project").item("state", id);
  const { resource } = await item.read<object>();
  await item.replace({ ...resource, state: { total: 100, closed: false } });
  assert.equal((await slow).state.total, 101);
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

test("a command that goes on from what is known reads nothing, and leaves what the next one can go on from", async () => {
  const { state, version, etag } = await tills.execute(newId(), { type: "Open" }, options());
  assert.ok(etag !== undefined);
  const id = await tills.open();
  const known = await tills.load(id);
  assert.deepEqual(known && [known.state, known.version], [state, version]);
  await cosmos.fault({ kind: "status", operation: "read", status: 403 });
  const first = await tills.execute(id, add(1), { ...options(), known });
  const then = { state: first.state, version: first.version, etag: first.etag ?? "" };
  const second = await tills.execute(id, add(2), { ...options(), known: then });
  assert.deepEqual([second.state.total, second.version], [3, 3]);
});

test("what is known and is true no more harms nothing: it is decided on what is stored", async () => {
  const id = await tills.open();
  const known = await tills.load(id);
  assert.ok(known);
  await tills.execute(id, add(5), options());
  assert.equal((await tills.execute(id, add(1), { ...options(), known })).state.total, 6);
  await tills.execute(id, { type: "Close" }, options());
  await assert.rejects(tills.execute(id, add(1), { ...options(), known }), Invalid);
});

test("nothing is refused, and nothing left as it is, for something that is only known", async () => {
  const id = await tills.open();
  const stored = await tills.load(id);
  assert.ok(stored);
  const closed = { ...stored, state: { total: 0, closed: true } };
  assert.equal((await tills.execute(id, add(1), { ...options(), known: closed })).state.total, 1);
  const none = newId();
  assert.equal((await tills.execute(none, { type: "Open" }, { ...options(), known: stored })).created, true);
});
