import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import type { TestContext } from "node:test";
import { startProduct } from "./product.ts";
import type { Product } from "./product.ts";

const patience = { timeout: 120_000 };
const folder = mkdtempSync(join(tmpdir(), "ktgg-import-"));
let product: Product;

before(async () => {
  product = await startProduct();
}, patience);
after(async () => {
  await product.stop();
  rmSync(folder, { recursive: true, force: true });
}, patience);

const announcement = (id: number, fields: Record<string, string> = {}): Record<string, string> => ({
  pblancId: `PBLN_${String(id).padStart(15, "0")}`,
  pblancNm: `2027년 ${id}호 창업 지원사업 모집 공고`,
  jrsdInsttNm: "중소벤처기업부",
  reqstBeginEndDe: "20270302 ~ 20270331",
  ...fields,
});

const fileOf = (name: string, content: string): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};

/** Runs `npm run import --` as the shell does, with the product's data folder as the local system. */
const runImport = async (
  ...args: string[]
): Promise<{ exitCode: number | null; out: string; err: string }> => {
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", resolve(import.meta.dirname, "../../tools/import.ts"), ...args],
    { env: { ...process.env, KTGG_DATA: product.dataDir }, stdio: ["ignore", "pipe", "pipe"] },
  );
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (out += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (err += chunk));
  await once(child, "close", { signal: AbortSignal.timeout(60_000) });
  return { exitCode: child.exitCode, out, err };
};

/** A server that answers every import the same way. */
const fakeApi = async (
  t: TestContext,
  status: number,
  contentType: string,
  text: string,
): Promise<string> => {
  const server = createServer((request, response) => {
    request.resume().once("end", () => {
      response.writeHead(status, { "content-type": contentType }).end(text);
    });
  }).listen(0, "127.0.0.1");
  t.after(() => server.close());
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
};

test("a file imported twice is created once, and needs no token on the local system", patience, async () => {
  const rows = [announcement(1), announcement(2), announcement(3, { reqstBeginEndDe: "상시 접수" })];
  const file = fileOf("rows.json", JSON.stringify({ jsonArray: rows }));
  const first = await runImport(file);
  assert.deepEqual(first, {
    exitCode: 0,
    out: "3 rows: 3 created, 0 updated, 0 unchanged, 0 refused.\n",
    err: "",
  });
  const second = await runImport(file);
  assert.equal(second.out, "3 rows: 0 created, 0 updated, 3 unchanged, 0 refused.\n");
});

test("an NDJSON file is told by its extension, and warnings name their row", patience, async () => {
  const rows = [announcement(11), announcement(12, { reqstBeginEndDe: "20270430 ~ 20270401" })];
  const file = fileOf("rows.ndjson", rows.map((row) => JSON.stringify(row)).join("\n"));
  const { exitCode, out } = await runImport(file);
  assert.equal(exitCode, 0);
  assert.match(
    out,
    /^row 2 \(.*12호.*\): warning: .+\n2 rows: 2 created, 0 updated, 0 unchanged, 0 refused\.\n$/,
  );
});

test(
  "a refused row is named with its reason, the others are imported, and the exit code is 1",
  patience,
  async () => {
    const file = fileOf(
      "refused.jsonl",
      [announcement(21), { pblancId: "x" }].map((row) => JSON.stringify(row)).join("\n"),
    );
    const { exitCode, out } = await runImport(file);
    assert.equal(exitCode, 1);
    assert.match(out, /^row 2: refused: .+\n2 rows: 1 created, 0 updated, 0 unchanged, 1 refused\.\n$/);
  },
);

test("what the API refuses is shown in its own words with exit code 2", patience, async () => {
  const file = fileOf("words.json", '{"hello":"world"}');
  const nothing = await runImport(file);
  assert.equal(nothing.exitCode, 2);
  assert.match(nothing.err, /^400 .*\n {2}body: /);
  const token = await product.token("customer-1", ["Customer"]);
  const forbidden = await runImport(file, "--token", token);
  assert.equal(forbidden.exitCode, 2);
  assert.match(forbidden.err, /^403 /);
});

test(
  "another system's API needs --token; the local issuer's tokens are not sent there",
  patience,
  async (t) => {
    const api = await fakeApi(
      t,
      200,
      "application/x-ndjson",
      '{"summary":{"rows":0,"created":0,"updated":0,"unchanged":0,"refused":0}}\n',
    );
    const file = fileOf("other.json", "[]");
    const without = await runImport(file, "--api", api);
    assert.equal(without.exitCode, 2);
    assert.match(without.err, /--token is needed/);
    assert.equal((await runImport(file, "--api", api, "--token", "t")).exitCode, 0);
  },
);

test(
  "a report that breaks off, an answer that is no JSON and an API that is not there are plain errors",
  patience,
  async (t) => {
    const file = fileOf("trouble.json", "[]");
    const row = '{"row":1,"outcome":"created","warnings":[],"reasons":[]}\n';
    const cases: [string, RegExp][] = [
      [await fakeApi(t, 200, "application/x-ndjson", row), /broke off after 1 rows.*again/],
      [await fakeApi(t, 200, "application/x-ndjson", `${row}{"row":2,`), /broke off after 1 rows/],
      [await fakeApi(t, 502, "text/html", "Bad gateway"), /^502 Bad gateway$/m],
      ["http://127.0.0.1:9/api", /does not answer: .*ECONNREFUSED/],
    ];
    for (const [api, words] of cases) {
      const { exitCode, err } = await runImport(file, "--api", api, "--token", "t");
      assert.equal(exitCode, 2);
      assert.match(err, words);
      assert.doesNotMatch(err, /\n\s+at /, "no stack trace");
    }
  },
);

test("a missing file and missing arguments are told with the usage", patience, async () => {
  const missing = await runImport(join(folder, "nowhere.json"));
  assert.equal(missing.exitCode, 2);
  assert.match(missing.err, /There is no file/);
  const none = await runImport();
  assert.equal(none.exitCode, 2);
  assert.match(none.err, /Usage: npm run import/);
});
