import assert from "node:assert/strict";
import { test } from "node:test";
import { scaleIn } from "./scale.ts";

const summaries: [summary: string, scale: string | undefined][] = [
  ["☞ 기업당 최대 2,000만원(이용료의 80% 이내)", "최대 2,000만원"],
  ["☞ 도입비용의 70%, 점포당 최대 500만원", "최대 500만원"],
  ["과제당 최대 2억원", "최대 2억원"],
  ["최대 1억 5,000만원 지원", "최대 1억 5,000만원"],
  ["최대 3천만 원", "최대 3천만 원"],
  ["최대 1,000,000원", "최대 1,000,000원"],
  ["☞ 과제당 10억원 내외, 총 60억원 규모", "과제당 10억원 내외"],
  ["업체당 5백만원 한도", "업체당 5백만원 한도"],
  ["총 60억원 규모이며 최대 2억원", "최대 2억원"],
  ["☞ 2026년 연매출액(부가세 포함) 2억 5천만원 이하\n☞ 카드 매출액의 0.4% 지원(최대 30만원)", "최대 30만원"],
  ["연매출 10억원 이하 기업", undefined],
  ["연매출 최대 10억원 이하 기업", undefined],
  ["컨설팅 최대 4회", undefined],
  ["무료로 진단합니다.", undefined],
  ["", undefined],
];

for (const [summary, scale] of summaries)
  test(`the scale in "${summary}" is ${scale ?? "not told"}`, () => {
    assert.equal(scaleIn(summary), scale);
  });
