import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "../../../local/durable/clock.ts";
import type { DurableFunctions } from "../../../local/durable/functions.ts";
import { openTaskHub, type TaskHub } from "../../../local/durable/task-hub.ts";

// Hosts whose functions the test holds in its hands, so that it can stall one of them at any point.

type Point = "activity" | "second turn";
type TestHost = {
  hub: TaskHub;
  acted: string[];
  orchestrated: number;
  /** Keeps the host at that point until the answer is called. */
  hold: (point: Point) => () => void;
};

/** An orchestration of one activity. */
const callsOnce = { isDone: false, actions: [[{ actionType: 0, functionName: "act", input: "1" }]] };
const done = { ...callsOnce, isDone: true, output: "finished" };

const startHub = (
  directory: string,
  instanceId: string,
  lease: { expiration: number; renew: number },
): TestHost => {
  const gates = new Map<Point, Promise<unknown>>();
  const host: Omit<TestHost, "hub"> = {
    acted: [],
    orchestrated: 0,
    hold: (point) => {
      const { promise, resolve } = Promise.withResolvers<null>();
      gates.set(point, promise);
      return () => {
        resolve(null);
      };
    },
  };
  const functions: DurableFunctions = {
    has: () => true,
    names: () => [],
    orchestrate: async (_, trigger) => {
      host.orchestrated += 1;
      const isSecond = trigger.includes('"EventType":5');
      if (isSecond) await gates.get("second turn");
      return { state: isSecond ? done : callsOnce };
    },
    act: async ({ instanceId: instance }) => {
      host.acted.push(instance);
      await gates.get("activity");
      return { result: `"by ${instanceId}"` };
    },
    operate: () => Promise.reject(new Error("There are no entities.")),
  };
  const hub = openTaskHub(functions, {
    ...{ directory, name: "LeaseHub", clock: systemClock, instanceId },
    timings: {
      leaseExpirationMs: lease.expiration,
      leaseRenewMs: lease.renew,
      leaseAcquireMs: 20,
      pollMs: 5,
    },
    ...{ maxOrchestrators: 5, maxActivities: 5, maxOperations: 5, overRunning: false },
    onError: (what, error) => {
      throw new Error(what, { cause: error });
    },
  });
  hub.start();
  return Object.assign(host, { hub });
};

const twoHubs = (t: TestContext): { stalls: TestHost; takesOver: () => TestHost } => {
  const directory = mkdtempSync(join(tmpdir(), "durable-"));
  const hosts: TestHost[] = [];
  const open = (...args: Parameters<typeof startHub>): TestHost => {
    const host = startHub(...args);
    hosts.push(host);
    return host;
  };
  t.after(async () => {
    for (const { hub } of hosts) {
      await hub.stop();
      hub.close();
    }
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    // Never renews: to the others it is dead once its lease is over, but it still runs.
    stalls: open(directory, "one", { expiration: 150, renew: 3_600_000 }),
    takesOver: () => open(directory, "two", { expiration: 60_000, renew: 1000 }),
  };
};

const until = async (what: string, holds: () => boolean): Promise<void> => {
  const end = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`Waited in vain until ${what}.`);
    await sleep(2);
  }
};

test("an activity of a host whose lease is over is run by another, and the late result counts for nothing", async (t) => {
  const { stalls, takesOver } = twoHubs(t);
  const release = stalls.hold("activity");
  const id = stalls.hub.client.start({ name: "any" });
  await until("the activity runs", () => stalls.acted.length === 1);
  const other = takesOver();
  await until("it has ended", () => other.hub.client.status(id)?.status === "Completed");
  release();
  await stalls.hub.idle();
  assert.equal(other.acted.length, 1);
  const results = other.hub.client.history(id).filter(({ EventType }) => EventType === 5);
  assert.deepEqual(
    results.map(({ Result }) => Result),
    ['"by two"'],
  );
});

test("a turn of a host whose lease is over is taken again by another, and the late one is not stored", async (t) => {
  const { stalls, takesOver } = twoHubs(t);
  const release = stalls.hold("second turn");
  const id = stalls.hub.client.start({ name: "any" });
  await until("the second turn is under way", () => stalls.orchestrated === 2);
  const other = takesOver();
  await until("it has ended", () => other.hub.client.status(id)?.status === "Completed");
  const before = other.hub.client.history(id);
  release();
  await stalls.hub.idle();
  assert.deepEqual(other.hub.client.history(id), before);
  assert.equal(other.orchestrated, 1);
  assert.equal(other.acted.length, 0, "its recorded result was not asked for again");
});

test("an orchestration that is terminated during a turn stays terminated, and the turn is not stored", async (t) => {
  const { stalls } = twoHubs(t);
  const release = stalls.hold("second turn");
  const id = stalls.hub.client.start({ name: "any" });
  await until("the second turn is under way", () => stalls.orchestrated === 2);
  assert.equal(stalls.hub.client.terminate(id, "in the middle"), "done");
  release();
  await stalls.hub.idle();
  const { status, output } = stalls.hub.client.status(id) ?? {};
  assert.deepEqual([status, output], ["Terminated", '"in the middle"']);
});

test("an orchestration that is suspended during a turn takes that turn again when it is resumed", async (t) => {
  const { stalls } = twoHubs(t);
  const release = stalls.hold("second turn");
  const id = stalls.hub.client.start({ name: "any" });
  await until("the second turn is under way", () => stalls.orchestrated === 2);
  stalls.hub.client.suspend(id, "wait");
  release();
  await stalls.hub.idle();
  assert.equal(stalls.hub.client.status(id)?.status, "Suspended");
  stalls.hub.client.resume(id, "go on");
  await stalls.hub.idle();
  assert.equal(stalls.hub.client.status(id)?.status, "Completed");
  assert.equal(stalls.acted.length, 1);
});
