import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { createProject } from "../../../shared/contract/project.ts";
import { readAnnouncement } from "./announcement.ts";
import type { Announcement } from "./announcement.ts";

const sample = (
  JSON.parse(readFileSync("docs/samples/bizinfo-sample.json", "utf8")) as { jsonArray: unknown[] }
).jsonArray;

const bizinfo = {
  pblancId: "PBLN_000000000900001",
  pblancNm: "2027년 클라우드 보급 지원사업 모집 공고",
  reqstBeginEndDe: "2027-01-11 ~ 2027-02-05",
  creatPnttm: "2026-12-21 09:30:12",
};

const accepted = (row: unknown): { announcement: Announcement; warnings: string[] } => {
  const read = readAnnouncement(row);
  assert.ok("announcement" in read, JSON.stringify(read));
  return read;
};

const refused = (row: unknown): string => {
  const read = readAnnouncement(row);
  assert.ok("refused" in read, JSON.stringify(read));
  return read.refused.join("; ");
};

test("a row of bizinfo becomes an announcement", () => {
  const { announcement, warnings } = accepted(sample[0]);
  const { summary, ...rest } = announcement;
  assert.deepEqual(rest, {
    source: "bizinfo",
    sourceId: "PBLN_000000000900001",
    title: "2027년 중소기업 클라우드 서비스 보급ㆍ확산 지원사업 이용기업 모집 공고",
    projectname: "중소기업 클라우드 서비스 보급ㆍ확산 지원사업",
    year: 2027,
    scale: "최대 2,000만원",
    target: "중소기업",
    host: "과학기술정보통신부(정보통신산업진흥원)",
    link: "https://www.bizinfo.go.kr/sii/siia/selectSIIA200Detail.do?pblancId=PBLN_000000000900001",
    expStartDate: "2027-01-11",
    endDate: "2027-02-05",
    periodText: "2027-01-11 ~ 2027-02-05",
    sourceUpdatedAt: "2026-12-21T01:02:44.000Z",
  });
  assert.match(summary ?? "", /모집합니다\.\n\n☞ 「중소기업기본법」/);
  assert.deepEqual(warnings, []);
});

test("every row of the sample is read, the messy ones with a warning or without a date", () => {
  const read = sample.map((row) => accepted(row));
  const days = read.map(
    ({ announcement: { expStartDate, endDate } }) => `${expStartDate ?? ""}~${endDate ?? ""}`,
  );
  assert.deepEqual(days, [
    "2027-01-11~2027-02-05",
    "2027-02-01~2027-03-12",
    "~",
    "~",
    "2027-03-02~",
    "~",
    "2027-03-02~2027-03-31",
    "2027-02-15~",
    "~",
    "2027-01-11~2027-02-19",
    "2027-02-01~2027-02-26",
    "~",
  ]);
  assert.deepEqual(
    read.map(({ warnings }) => warnings.length),
    [0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0],
  );
  assert.equal(read[2]?.announcement.periodText, "예산 소진시까지");
  assert.equal(
    read[3]?.announcement.link,
    "https://www.bizinfo.go.kr/sii/siia/selectSIIA200Detail.do?pblancId=PBLN_000000000900004",
  );
  assert.equal(
    read[10]?.announcement.summary,
    "블로그ㆍ숏폼ㆍ키워드 광고를 지원합니다.\n☞ 관내 사회적기업 & 마을기업 <우대>",
  );
  assert.equal(read[11]?.announcement.periodText, undefined);
  assert.equal(read[11]?.announcement.summary, undefined);
});

test("row 10 is the newer row 1: the same project, a later change", () => {
  const [first, tenth] = [accepted(sample[0]).announcement, accepted(sample[9]).announcement];
  assert.equal(tenth.sourceId, first.sourceId);
  assert.equal(tenth.projectname, first.projectname);
  assert.ok((tenth.sourceUpdatedAt ?? "") > (first.sourceUpdatedAt ?? ""));
});

test("a row of K-Startup becomes an announcement", () => {
  const { announcement, warnings } = accepted({
    pbanc_sn: 178481,
    biz_pbanc_nm: "2027년 AI 창업 지원사업 창업기업 모집 공고",
    pbanc_ntrp_nm: "창업진흥원",
    pbanc_ctnt: "사업화 자금을 최대 5천만원 지원합니다.",
    aply_trgt: "일반인,1인 창조기업",
    aply_trgt_ctnt: "업력 7년 이내",
    supt_regin: "전국",
    pbanc_rcpt_bgng_dt: "20270701",
    pbanc_rcpt_end_dt: 20270731,
    detl_pg_url: "www.k-startup.go.kr/web/contents/view.do?pbancSn=178481",
    biz_aply_url: null,
    rcrt_prgs_yn: "Y",
  });
  assert.deepEqual(announcement, {
    source: "kstartup",
    sourceId: "178481",
    title: "2027년 AI 창업 지원사업 창업기업 모집 공고",
    projectname: "AI 창업 지원사업 창업기업",
    year: 2027,
    scale: "최대 5천만원",
    target: "일반인,1인 창조기업",
    host: "창업진흥원",
    summary: "사업화 자금을 최대 5천만원 지원합니다.",
    link: "https://www.k-startup.go.kr/web/contents/view.do?pbancSn=178481",
    expStartDate: "2027-07-01",
    endDate: "2027-07-31",
    periodText: "20270701 ~ 20270731",
  });
  assert.deepEqual(warnings, []);
});

test("the region that K-Startup tells apart leads the name, unless the title tells it", () => {
  const named = (supt_regin: string, biz_pbanc_nm: string): string =>
    accepted({ pbanc_sn: 1, biz_pbanc_nm, supt_regin }).announcement.projectname;
  assert.equal(named("서울", "2027년 창업 지원"), "[서울] 창업 지원");
  assert.equal(named("부산", "2027년 창업 지원"), "[부산] 창업 지원");
  assert.equal(named("서울", "2027년 서울 창업 지원"), "서울 창업 지원");
  assert.equal(named("전국", "2027년 창업 지원"), "창업 지원");
  assert.equal(named("서울,부산", "2027년 창업 지원"), "창업 지원");
});

test("K-Startup's period with one day only is open, or until that day", () => {
  const start = accepted({
    pbanc_sn: 1,
    biz_pbanc_nm: "2027 지원",
    pbanc_rcpt_bgng_dt: "20270701",
  }).announcement;
  assert.deepEqual([start.expStartDate, start.endDate], ["2027-07-01", undefined]);
  const end = accepted({
    pbanc_sn: 1,
    biz_pbanc_nm: "2027 지원",
    pbanc_rcpt_end_dt: "20270731",
  }).announcement;
  assert.deepEqual([end.expStartDate, end.endDate], [undefined, "2027-07-31"]);
});

test("the field names of the RSS form are known", () => {
  const { announcement } = accepted({
    seq: "PBLN_000000000080236",
    title: "2027년 상생컨설팅 지원사업 수행기관 모집",
    link: "https://www.bizinfo.go.kr/view.do?pblancId=PBLN_000000000080236",
    author: "중소벤처기업부",
    description: "컨설팅을 지원합니다.",
    pubDate: "2027-01-02 15:38:29",
    reqstDt: "20270202 ~ 20270230",
  });
  assert.equal(announcement.sourceId, "PBLN_000000000080236");
  assert.equal(announcement.host, "중소벤처기업부");
  assert.equal(announcement.summary, "컨설팅을 지원합니다.");
  assert.equal(announcement.expStartDate, "2027-02-02");
  assert.equal(announcement.sourceUpdatedAt, "2027-01-02T06:38:29.000Z");
});

test("numbers and texts, nulls and blanks, one host and two are all read", () => {
  const { announcement, warnings } = accepted({
    ...bizinfo,
    pblancId: 900001,
    inqireCo: "12,904",
    hashTags: "a",
    trgetNm: null,
    jrsdInsttNm: " ",
    excInsttNm: "창업진흥원",
  });
  assert.equal(announcement.sourceId, "900001");
  assert.equal(announcement.host, "창업진흥원");
  assert.equal(Object.hasOwn(announcement, "target"), false);
  assert.deepEqual(warnings, []);
  assert.equal(
    accepted({ ...bizinfo, jrsdInsttNm: "경기도", excInsttNm: "경기도" }).announcement.host,
    "경기도",
  );
});

test("the year is the title's, else the first day's, else the announcement's", () => {
  const year = (row: object): number => accepted({ ...bizinfo, ...row }).announcement.year;
  assert.equal(year({ pblancNm: "2028년 지원사업" }), 2028);
  assert.equal(year({ pblancNm: "지원사업" }), 2027);
  assert.equal(year({ pblancNm: "지원사업", reqstBeginEndDe: "상시" }), 2026);
  assert.equal(
    year({ pblancNm: "지원사업", reqstBeginEndDe: "상시", creatPnttm: "2026-12-31 23:59:59" }),
    2026,
  );
  assert.match(
    refused({ ...bizinfo, pblancNm: "지원사업", reqstBeginEndDe: "상시", creatPnttm: null }),
    /no year/,
  );
});

test("the application page is the link where the announcement has none, and a bad link is left out with a warning", () => {
  assert.equal(
    accepted({ ...bizinfo, rceptEngnHmpgUrl: "shop.example.kr" }).announcement.link,
    "https://shop.example.kr/",
  );
  const { announcement, warnings } = accepted({ ...bizinfo, pblancUrl: "javascript:alert(1)" });
  assert.equal(announcement.link, undefined);
  assert.match(warnings.join(), /link is no http or https address/);
});

test("an unknown time of change is left out with a warning", () => {
  const { announcement, warnings } = accepted({ ...bizinfo, updtPnttm: "어제" });
  assert.equal(announcement.sourceUpdatedAt, undefined);
  assert.match(warnings.join(), /time of change "어제" is not understood/);
  assert.equal(
    accepted({ ...bizinfo, updtPnttm: null }).announcement.sourceUpdatedAt,
    "2026-12-21T00:30:12.000Z",
  );
});

test("what names the project must be there and fit; every reason is told", () => {
  assert.match(refused({ pblancNm: "2027년 지원" }), /the id \(missing\) is none of bizinfo/);
  assert.match(
    refused({ pblancId: "../x", pblancNm: "" }),
    /the id "\.\.\/x" is none .*; the title is missing; no year/,
  );
  assert.match(refused({ ...bizinfo, pblancId: "a".repeat(65) }), /the id/);
  assert.match(refused({ ...bizinfo, pblancNm: "가".repeat(501) }), /title is longer than 500/);
  assert.match(
    refused({ ...bizinfo, pblancNm: "가".repeat(201) }),
    /projectname taken from the title is longer than 200/,
  );
});

test("a field of the wrong kind is left out with a warning, or refuses the row where it names the project", () => {
  const { announcement, warnings } = accepted({ ...bizinfo, trgetNm: { a: 1 }, bsnsSumryCn: ["x"] });
  assert.equal(announcement.target, undefined);
  assert.deepEqual(warnings, [
    "trgetNm is not a text and is left out",
    "bsnsSumryCn is not a text and is left out",
  ]);
  assert.match(refused({ ...bizinfo, pblancNm: { a: 1 } }), /pblancNm is not a text .*title is missing/);
});

test("a long field is cut with a warning", () => {
  const { announcement, warnings } = accepted({
    ...bizinfo,
    bsnsSumryCn: "가".repeat(10_001),
    jrsdInsttNm: "나".repeat(201),
    trgetNm: "다".repeat(501),
  });
  assert.equal(announcement.summary?.length, 10_000);
  assert.equal(announcement.host?.length, 200);
  assert.equal(announcement.target?.length, 500);
  assert.deepEqual(warnings, [
    "summary is longer than 10000 and is cut",
    "target is longer than 500 and is cut",
    "host is longer than 200 and is cut",
  ]);
});

test("controls, marks that turn the direction and half characters are no part of a name", () => {
  const { announcement } = accepted({
    ...bizinfo,
    pblancNm: "2027년 \u202e클라\u0000우드\u200b\ud800 지원\ufeff사업 공고",
  });
  assert.equal(announcement.title, "2027년 클라 우드 지원사업 공고");
  assert.equal(announcement.projectname, "클라 우드 지원사업");
});

test("only the row's own fields are read", () => {
  assert.match(
    refused(JSON.parse('{"__proto__": {"pblancId": "P1", "pblancNm": "2027년 지원"}}')),
    /neither of bizinfo/,
  );
  assert.equal(
    accepted(
      JSON.parse(`{"__proto__": 1, "constructor": {"prototype": {}}, ${JSON.stringify(bizinfo).slice(1)}`),
    ).announcement.year,
    2027,
  );
  assert.equal(Object.hasOwn(Object.prototype, "pblancId"), false);
});

test("what is no row of either source is refused", () => {
  for (const row of [null, undefined, 1, "x", [], [bizinfo], true])
    assert.match(refused(row), /not a JSON object/);
  assert.match(refused({}), /neither of bizinfo .* nor of K-Startup/);
  assert.match(refused({ title: "2027년 지원" }), /neither/);
});

test("whatever a row holds, it is read or refused, and what is read fits the contract", () => {
  const value = fc.oneof(
    fc.anything({ withNullPrototype: true, maxDepth: 2 }),
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "2027년 지원사업 모집 공고",
      "PBLN_1",
      "2027-01-11 ~ 2027-02-05",
      "javascript:x",
      "/a",
      "<p>최대 1억원</p>",
      "2026-12-21 09:30:12",
    ),
  );
  const names =
    "pblancId pblancNm seq title pbanc_sn biz_pbanc_nm supt_regin pblancUrl bsnsSumryCn trgetNm jrsdInsttNm excInsttNm reqstBeginEndDe creatPnttm updtPnttm pbanc_ctnt pbanc_rcpt_end_dt";
  const row = fc
    .dictionary(fc.constantFrom(...names.split(" ")), value)
    .chain((fields) => fc.constantFrom<unknown>(fields, { ...bizinfo, ...fields, pblancId: "P1" }));
  let read = 0;
  fc.assert(
    fc.property(fc.oneof(row, fc.anything()), (hostile) => {
      const result = readAnnouncement(hostile);
      if ("refused" in result) {
        assert.notEqual(result.refused.length, 0);
        return;
      }
      read += 1;
      const { source, sourceId, sourceUpdatedAt, ...fields } = result.announcement;
      assert.match(
        `${source} ${sourceId} ${sourceUpdatedAt ?? ""}`,
        /^(?:bizinfo|kstartup) [\w.-]{1,64} (?:\d{4}-.*Z)?$/,
      );
      assert.deepEqual(createProject.parse(fields), fields);
    }),
    { numRuns: 1500 },
  );
  assert.ok(read > 100, `${read} rows were read`);
});
