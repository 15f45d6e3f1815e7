import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import { probeLiveness } from "./liveness.ts";

type Answer = (response: ServerResponse, probe: number) => void;

const live: Answer = (response) => response.end();
const failing: Answer = (response) => response.writeHead(500).end();

/** What never comes fails the test soon. */
const patience = { timeout: 20_000 };

/** Probes an instance that answers so; `replaced` waits for its replacement, `probes` for so many probes. */
const probed = async (
  t: TestContext,
  answer: Answer,
  instance: { upPid: number | undefined } = { upPid: 1 },
): Promise<{ replaced: Promise<string>; whys: string[]; probes: (count: number) => Promise<void> }> => {
  let seen = 0;
  const server = createServer((_, response) => {
    seen += 1;
    answer(response, seen);
    server.emit("probe");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const end = new AbortController();
  const whys: string[] = [];
  const replaced = Promise.withResolvers<string>();
  const probing = probeLiveness(
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    { intervalMs: 5, timeoutMs: 100, failures: 3 },
    {
      get upPid() {
        return instance.upPid;
      },
      restart: (why) => {
        whys.push(why);
        instance.upPid = (instance.upPid ?? 0) + 1;
        replaced.resolve(why);
      },
    },
    end.signal,
  );
  t.after(async () => {
    end.abort();
    await probing;
    server.closeAllConnections();
    server.close();
  });
  return {
    replaced: replaced.promise,
    whys,
    probes: async (count) => {
      while (seen < count) await once(server, "probe");
    },
  };
};

test("an instance that answers is left alone", patience, async (t) => {
  const { whys, probes } = await probed(t, live);
  await probes(10);
  assert.deepEqual(whys, []);
});

test(
  "an instance whose liveness fails three times in a row is replaced, and why is said",
  patience,
  async (t) => {
    const { replaced } = await probed(t, failing);
    assert.equal(await replaced, "3 liveness probes in a row failed, the last one with: status 500");
  },
);

test("an instance that hangs is replaced", patience, async (t) => {
  const { replaced } = await probed(t, () => undefined);
  assert.match(await replaced, /no answer within 100 ms$/);
});

test("an answer in between begins the count anew", patience, async (t) => {
  const { whys, probes } = await probed(t, (response, probe) => {
    (probe % 3 === 0 ? live : failing)(response, probe);
  });
  await probes(12);
  assert.deepEqual(whys, []);
});

test("the process that took another's place begins without failures", patience, async (t) => {
  const instance = { upPid: 1 };
  const { whys, probes } = await probed(
    t,
    (response, probe) => {
      // Two failures each, then another process.
      if (probe % 2 === 0) instance.upPid += 1;
      failing(response, probe);
    },
    instance,
  );
  await probes(10);
  assert.deepEqual(whys, []);
});

test("while no process is up nothing is asked", patience, async (t) => {
  const instance: { upPid: number | undefined } = { upPid: undefined };
  let asked = 0;
  const { probes } = await probed(
    t,
    (response) => {
      asked += 1;
      response.end();
    },
    instance,
  );
  const { promise, resolve } = Promise.withResolvers<number>();
  // Many intervals later, by the same clock as the probes.
  setTimeout(() => {
    resolve(asked);
  }, 100);
  assert.equal(await promise, 0);
  instance.upPid = 1;
  await probes(1);
});
