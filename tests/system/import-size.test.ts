import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { watchMemory } from "../../bench/measure.ts";
import { importFile } from "../../tools/import-request.ts";
import { startProduct } from "./product.ts";

const count = 20_000;
const bad = 12_345;

/** An announcement of about 2 kB, as bizinfo gives it. */
const rowOf = (number: number) => ({
  pblancId: `PBLN_${String(number).padStart(15, "0")}`,
  pblancNm: number === bad ? null : `2027년 제${number} 지역기업 통신환경 개선 지원사업 모집 공고`,
  pblancUrl: "https://www.bizinfo.go.kr/sii/siia/selectSIIA200Detail.do",
  jrsdInsttNm: "과학기술정보통신부",
  bsnsSumryCn: `<p>${"통신환경을 개선하는 비용을 지원합니다. ".repeat(25)}</p>`,
  trgetNm: "중소기업",
  reqstBeginEndDe: "2027-01-11 ~ 2027-02-05",
  creatPnttm: "2026-12-21 09:30:12",
});

test("20,000 rows in one file are imported within 200 MB more memory, and one bad row harms no other", async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), "ktgg-import-"));
  const product = await startProduct({ contexts: ["project"] });
  t.after(async () => {
    await product.stop();
    await rm(folder, { recursive: true });
  });
  const file = path.join(folder, "announcements.json");
  const rows = Array.from({ length: count }, (_, index) => JSON.stringify(rowOf(index + 1)));
  await writeFile(file, `{"jsonArray":[${rows.join(",\n")}]}`);
  const pid = product.endpoints.pids["functions-host-0"];
  assert.ok(pid);
  const before = watchMemory(pid)();
  const peak = watchMemory(pid);
  const token = await product.token("staff-1", ["Staff"]);
  const refused: number[] = [];
  let summary: unknown;
  for await (const said of importFile({ file, api: product.api, token, onSent: () => undefined })) {
    if (!("row" in said)) summary = said;
    else if (said.outcome === "refused") refused.push(said.row);
  }
  assert.deepEqual(refused, [bad]);
  assert.deepEqual(summary, { rows: count, created: count - 1, updated: 0, unchanged: 0, refused: 1 });
  const more = peak() - before;
  assert.ok(more < 200, `${more.toFixed(0)} MB more`);
  t.diagnostic(`${more.toFixed(0)} MB more than the ${before.toFixed(0)} MB before`);
});
