import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { startApp, tempDir } from "./started-app.ts";

const app = await startApp();
const hub = app.host.durable?.hub;
assert.ok(hub);
const { webhook: base, key: code } = app.host.durable?.address ?? { webhook: "", key: "" };
const tool = fileURLToPath(new URL("../../../tools/orchestrations.ts", import.meta.url));

type Said = { code: number; out: string; err: string };

const command = (args: string[], data = tempDir()): Promise<Said> =>
  new Promise((resolve) => {
    const all = ["--disable-warning=ExperimentalWarning", tool, ...args];
    execFile(process.execPath, all, { env: { KTGG_DATA: data } }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });

const atApi = ["--base", base, "--code", code];

test("list shows the orchestrations, and with a status only those", async () => {
  await app.run("threeSteps", 1, "listed-done");
  await app.start("waitsFor", ["go"], "listed-running");
  await hub.idle();
  const all = await command(["list", ...atApi]);
  assert.match(all.out, /Completed {3}threeSteps {2}listed-done/);
  assert.match(all.out, /Running {5}waitsFor {2}listed-running/);
  const running = await command(["list", "--status", "Running", ...atApi]);
  assert.ok(!running.out.includes("listed-done"));
  assert.match(running.err, /^\d+ orchestrations?\n$/);
});

test("show tells an orchestration's life as a timeline", async () => {
  await app.start("decides", { ms: 3_600_000 }, "told");
  await hub.idle();
  const open = await command(["show", "told", ...atApi]);
  assert.match(open.out, /^decides told: Running\n/);
  assert.match(open.out, /\+0\.000 s {2}decides started → \{"ms":3600000\}/);
  assert.match(open.out, /waits until \d{4}-/);
  await app.client("raiseEvent", "told", "decision", "yes");
  await app.ended("told");
  const done = await command(["show", "told", ...atApi]);
  assert.match(
    done.out,
    /event decision → "yes"\n.*echo done in \d+ ms → "yes"\n.*Completed → \{"decided":true,"told":"yes"\}/,
  );
});

test("show tells also of what failed", async () => {
  await app.run("catches", undefined, "failing");
  const { out } = await command(["show", "failing", ...atApi]);
  assert.match(out, /fails FAILED in \d+ ms: Activity function 'fails' failed: out of luck/);
});

test("raise and terminate steer an orchestration", async () => {
  await app.start("waitsFor", ["a", "b"], "steered");
  assert.equal((await command(["raise", "steered", "a", '{"n":1}', ...atApi])).out, "a raised.\n");
  assert.equal((await command(["raise", "steered", "b", ...atApi])).code, 0);
  assert.deepEqual((await app.ended("steered")).output, [{ n: 1 }, null]);
  await app.start("waitsFor", ["a"], "ended-by-hand");
  assert.equal((await command(["terminate", "ended-by-hand", "by a test", ...atApi])).out, "Terminated.\n");
  assert.equal((await app.ended("ended-by-hand")).output, "by a test");
});

test("without --base the local system's endpoints.json says where the API is", async () => {
  const data = tempDir();
  writeFileSync(join(data, "endpoints.json"), JSON.stringify({ orchestrations: { base, code } }));
  assert.equal((await command(["list"], data)).code, 0);
  writeFileSync(join(data, "endpoints.json"), JSON.stringify({ orchestrations: null }));
  assert.match((await command(["list"], data)).err, /has no orchestrations/);
});

test("what cannot be done is said in a line, with exit code 2", async () => {
  const cases: [string[], RegExp][] = [
    [["list"], /npm start/],
    [["show", "absent", ...atApi], /There is no orchestration absent\./],
    [["raise", "absent", "go", "{", ...atApi], /\{ is not JSON/],
    [["raise", "absent", "go", ...atApi], /There is no orchestration absent\./],
    [["list", "--base", base, "--code", "wrong"], /The key is not the one of this API\./],
    [["list", "--base", "http://127.0.0.1:1", "--code", "x"], /does not answer/],
    [["dance", ...atApi], /There is no command dance/],
    [["show", ...atApi], /Name an orchestration/],
  ];
  for (const [args, says] of cases) {
    const said = await command(args);
    assert.equal(said.code, 2, args.join(" "));
    assert.match(said.err, says);
  }
});
