import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test, type TestContext } from "node:test";
import { boundedLines } from "./bounded-lines.ts";

const folderFor = (t: TestContext): string => {
  const folder = mkdtempSync(path.join(tmpdir(), "ktgg-lines-"));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
};

const bytes = (text: string): Uint8Array => Buffer.from(text);

test("lines stand in the order in which they came, each on its own", async (t) => {
  const file = path.join(folderFor(t), "deep", "lines.jsonl");
  const lines = await boundedLines(file, 1_000);
  for (const number of [1, 2, 3]) void lines.append(bytes(`line ${number}`));
  await lines.flush();
  assert.equal(readFileSync(file, "utf8"), "line 1\nline 2\nline 3\n");
});

test("a file never grows beyond its bound: it is kept once, and what was before is gone", async (t) => {
  const folder = folderFor(t);
  const lines = await boundedLines(path.join(folder, "lines"), 20);
  for (let number = 10; number < 40; number++) await lines.append(bytes(`line ${number}`));
  assert.deepEqual(readdirSync(folder).toSorted(), ["lines", "lines.1"]);
  assert.equal(readFileSync(path.join(folder, "lines.1"), "utf8"), "line 36\nline 37\n");
  assert.equal(readFileSync(path.join(folder, "lines"), "utf8"), "line 38\nline 39\n");
});

test("a process that comes back goes on with the file as it is, within the same bound", async (t) => {
  const file = path.join(folderFor(t), "lines");
  await (await boundedLines(file, 20)).append(bytes("line 10"));
  const again = await boundedLines(file, 20);
  await again.append(bytes("line 11"));
  await again.append(bytes("line 12"));
  assert.equal(readFileSync(`${file}.1`, "utf8"), "line 10\nline 11\n");
});

test("a line that cannot be written is its own loss", async (t) => {
  const folder = folderFor(t);
  const lines = await boundedLines(path.join(folder, "gone", "lines"), 100);
  rmSync(path.join(folder, "gone"), { recursive: true });
  await assert.rejects(lines.append(bytes("lost")));
  await lines.flush();
});
