import assert from "node:assert/strict";
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import test from "node:test";
import type { TestContext } from "node:test";
import type { Communication } from "../../../local/communication/server.ts";
import { clientOf, communicationFor, outboxOf, phone, sender, tempDir } from "./communication-fixture.ts";

/** The service as its own process, to be killed. */
const spawnCommunication = async (
  t: TestContext,
  dataDir: string,
): Promise<{ child: ChildProcess; service: Communication }> => {
  const child = fork(new URL("../../../local/communication/main.ts", import.meta.url), {
    env: { ...process.env, COMMUNICATION_PORT: "0", COMMUNICATION_DATA: dataDir },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  t.after(() => child.kill("SIGKILL"));
  const [ready] = (await once(child, "message", { signal: AbortSignal.timeout(30_000) })) as [Communication];
  return { child, service: ready };
};

test("a kill -9 under load loses no message that was answered, and keeps none half", async (t) => {
  const dataDir = tempDir(t);
  const { child, service } = await spawnCommunication(t, dataDir);
  const client = clientOf(service);
  const answered: string[] = [];
  const sendUntilCut = async (): Promise<void> => {
    for (;;) {
      const to = Array.from({ length: 100 }, (_, index) => phone(index));
      const results = await client.send({ from: sender, to, message: "hello" }).catch(() => null);
      if (results === null) return;
      answered.push(...results.map(({ messageId }) => messageId ?? ""));
      if (answered.length >= 1000) child.kill("SIGKILL");
    }
  };
  await Promise.all([sendUntilCut(), sendUntilCut(), sendUntilCut()]);

  const again = await spawnCommunication(t, dataDir);
  const kept = new Set((await outboxOf(again.service)).map(({ id }) => id));
  assert.ok(answered.length >= 1000);
  assert.deepEqual(
    answered.filter((id) => !kept.has(id)),
    [],
  );
  assert.equal(kept.size % 100, 0, "a request is stored whole or not at all");
});

test("requests of 100 go through at 2000 messages a second or more", async (t) => {
  const service = await communicationFor(t);
  const client = clientOf(service);
  const requests = 40;
  const started = performance.now();
  for (let index = 0; index < requests; index += 1) {
    const to = Array.from({ length: 100 }, (_, place) => phone(index * 100 + place));
    await client.send({ from: sender, to, message: "청년창업 접수 시작" });
  }
  const perSecond = (requests * 100) / ((performance.now() - started) / 1000);
  t.diagnostic(`${Math.round(perSecond)} messages/s`);
  assert.ok(perSecond >= 2000, `${Math.round(perSecond)} messages/s`);
  assert.equal((await outboxOf(service)).length, requests * 100);
});
