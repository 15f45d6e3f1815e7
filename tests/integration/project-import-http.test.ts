import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test, type TestContext } from "node:test";
import { projectImport } from "../../functions/project/import.ts";
import { cosmosProjects } from "../../functions/project/projects.ts";
import { registeredRoutes, type Sent } from "../registered-routes.ts";
import { startedCosmos } from "./started-cosmos.ts";

const cosmos = await startedCosmos();
const sample = await readFile(new URL("../../docs/samples/bizinfo-sample.json", import.meta.url), "utf8");
const ndjson = { "content-type": "application/x-ndjson" };

const api = (t: TestContext) => {
  const { endpoint, send } = registeredRoutes(t);
  projectImport(endpoint, cosmosProjects(cosmos.container("project")));
  return (sent: Sent) => send("importProjects", sent);
};

const announcement = (id: string) => ({
  pblancId: id,
  pblancNm: `2027년 ${id} 지원사업 공고`,
  reqstBeginEndDe: "2027-03-02 ~ 2027-03-31",
});

test("a file as JSON is taken in, with a report of each row and a summary; again, it changes nothing", async (t) => {
  const send = api(t);
  const first = await send({ body: sample });
  assert.equal(first.status, 200);
  assert.equal(first.headers.get("content-type"), "application/json; charset=utf-8");
  assert.deepEqual(first.body["summary"], { rows: 12, created: 11, updated: 1, unchanged: 0, refused: 0 });
  const rows = first.body["rows"] as { row: number; outcome: string; warnings: string[] }[];
  assert.deepEqual(
    rows.map(({ row }) => row),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  );
  assert.ok(rows[8]?.warnings.length, "row 9 has its days reversed");
  const second = await send({ body: sample });
  assert.deepEqual(second.body["summary"], { rows: 12, created: 0, updated: 0, unchanged: 12, refused: 0 });
});

test("a file as NDJSON is taken in, and the report comes as lines when it is asked for so", async (t) => {
  const body = [JSON.stringify(announcement("PBLN_1")), "{", JSON.stringify(announcement("PBLN_2"))].join(
    "\n",
  );
  const answer = await api(t)({ body, headers: { ...ndjson, accept: "application/x-ndjson" } });
  assert.equal(answer.headers.get("content-type"), "application/x-ndjson; charset=utf-8");
  const lines = answer.text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.deepEqual(
    lines.slice(0, -1).map(({ row, outcome }) => [row, outcome]),
    [
      [1, "created"],
      [2, "refused"],
      [3, "created"],
    ],
  );
  assert.deepEqual(lines.at(-1), { summary: { rows: 3, created: 2, updated: 0, unchanged: 0, refused: 1 } });
});

test("a first row that can't be read does not hide the second", async (t) => {
  const answer = await api(t)({ body: `{\n${JSON.stringify(announcement("PBLN_3"))}`, headers: ndjson });
  assert.deepEqual(answer.body["summary"], { rows: 2, created: 1, updated: 0, unchanged: 0, refused: 1 });
});

const unreadable: [string, Sent][] = [
  ["nothing", {}],
  ["nothing but white space", { body: " \n " }],
  ["no rows", { body: '{"jsonArray":[]}' }],
  ["no JSON", { body: "pblancId,pblancNm" }],
  ["one line that is no JSON", { body: "{", headers: ndjson }],
];
for (const [what, sent] of unreadable) {
  test(`a file that holds ${what} is refused as a whole`, async (t) => {
    const headers = { "content-type": "application/json", ...sent.headers };
    const answer = await api(t)({ ...sent, headers });
    assert.equal(answer.status, 400, answer.text);
    assert.deepEqual(
      (answer.body["errors"] as { path: string }[]).map(({ path }) => path),
      ["body"],
    );
  });
}

test("only staff import, only JSON or NDJSON, and at most 100 MB", async (t) => {
  const send = api(t);
  assert.equal((await send({ body: sample, as: "Customer:c" })).status, 403);
  assert.equal((await send({ body: sample, as: null })).status, 401);
  assert.equal((await send({ body: sample, headers: { "content-type": "text/csv" } })).status, 415);
  const length = { "content-length": String(100 * 1024 * 1024 + 1) };
  assert.equal((await send({ body: sample, headers: length })).status, 413);
  // Without a word of its length: it is counted as it comes.
  assert.equal((await send({ body: " ".repeat(100 * 1024 * 1024 + 1) })).status, 413);
});
