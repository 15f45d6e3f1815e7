import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { Output } from "./output.ts";
import { Part } from "./part.ts";

/** What never comes fails the test soon. */
const patience = { timeout: 20_000 };

/** A part that runs this script, and what it says of it. */
const partOf = (t: TestContext, script: string): { part: Part; heard: (what: RegExp) => Promise<string> } => {
  const folder = mkdtempSync(join(tmpdir(), "ktgg-part-"));
  const module = join(folder, "main.mjs");
  writeFileSync(module, script);
  const said: string[] = [];
  const waiting: (() => void)[] = [];
  const output: Output = {
    say: () => undefined,
    warn: (text) => {
      said.push(text);
      for (const wake of waiting.splice(0)) wake();
    },
    follow: (_, { out, err }) => {
      out.resume();
      err.resume();
    },
    close: () => Promise.resolve(),
  };
  const part = new Part(
    "fixture",
    () => ({ module, environment: {} }),
    output,
    () => {
      for (const wake of waiting.splice(0)) wake();
    },
  );
  t.after(async () => {
    await part.stop(1_000);
    rmSync(folder, { recursive: true });
  });
  return {
    part,
    heard: async (what) => {
      for (;;) {
        const found = said.find((text) => what.test(text));
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
  };
};

const stays =
  'process.send({ ready: true }); setInterval(() => undefined, 1000); process.on("disconnect", process.exit);';

test("a part that is replaced comes back as another process, and the reason is said", patience, async (t) => {
  const { part, heard } = partOf(t, stays);
  await part.start();
  const before = part.upPid;
  assert.ok(before);
  process.kill(before, "SIGSTOP");
  part.restart("3 liveness probes in a row failed");
  assert.equal(
    await heard(/is restarted/),
    `fixture (process ${before}) is restarted: 3 liveness probes in a row failed.`,
  );
  await heard(/died \(SIGKILL\) and is started again/);
  assert.equal(part.upPid, undefined);
});

test(
  "a part that does not stay up is tried again with longer and longer pauses, and that is said",
  patience,
  async (t) => {
    const { part, heard } = partOf(t, "process.send({ ready: true }, () => process.exit(3));");
    await part.start();
    await heard(/^fixture died \(exit code 3\) and is started again\.$/);
    await heard(/does not stay up: it died 3 times within 10 s of its start, and is tried again in 0\.8 s/);
    await heard(/it died 4 times .* in 1\.6 s/);
  },
);

test("of a part whose memory is used up it is said so", patience, async (t) => {
  const { part, heard } = partOf(t, "process.send({ ready: true }, () => process.abort());");
  await part.start();
  await heard(/died \(SIGABRT, as Node does when its memory is used up\)/);
});
