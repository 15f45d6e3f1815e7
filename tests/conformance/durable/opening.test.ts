import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Worker } from "node:worker_threads";

// A thread opens the file as soon as the gate is open, and says how it went.
const opener = `
  const { parentPort, workerData } = require("node:worker_threads");
  import(workerData.module).then((module) => {
    const gate = new Int32Array(workerData.gate);
    parentPort.postMessage("ready");
    Atomics.wait(gate, 0, 0);
    try {
      module[workerData.open](workerData.directory, "hub").close();
      parentPort.postMessage("open");
    } catch (error) {
      parentPort.postMessage(error.message);
    }
  });
`;

const hosts = 4;
const rounds = 20;

const openAtOnce = async (module: string, open: string): Promise<unknown[]> => {
  const directory = mkdtempSync(join(tmpdir(), "ktgg-opening-"));
  const gate = new SharedArrayBuffer(4);
  const url = new URL(`../../../local/${module}`, import.meta.url).href;
  const workerData = { module: url, open, directory, gate };
  const workers = Array.from({ length: hosts }, () => new Worker(opener, { eval: true, workerData }));
  try {
    await Promise.all(workers.map((worker) => once(worker, "message")));
    const said = workers.map((worker) => once(worker, "message"));
    const flag = new Int32Array(gate);
    Atomics.store(flag, 0, 1);
    Atomics.notify(flag, 0);
    return (await Promise.all(said)).map(([message]: unknown[]) => message);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
    rmSync(directory, { recursive: true, force: true });
  }
};

for (const [what, module, open] of [
  ["task hub", "durable/database.ts", "openHubDatabase"],
  ["timers", "functions-host/timer/store.ts", "openTimerStore"],
] as const) {
  test(`hosts that start at the same moment all open the new file of the ${what}`, async () => {
    for (let round = 0; round < rounds; round++) {
      assert.deepEqual(await openAtOnce(module, open), Array<string>(hosts).fill("open"));
    }
  });
}
