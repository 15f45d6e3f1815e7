import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { acceptedText, assignedText, matchedText } from "./consultation-texts.ts";
import { fitsEucKr } from "./euc-kr.ts";
import { smsSize } from "./sms-size.ts";

test("the customer reads who will call", () => {
  assert.equal(matchedText("이음5G 실증사업", "박영업"), "[KT.GG] 이음5G 실증사업 상담 담당자: 박영업");
});

test("without a name the customer still reads that there is somebody", () => {
  assert.equal(
    matchedText("이음5G 실증사업", undefined),
    "[KT.GG] 이음5G 실증사업 상담 담당자가 정해졌습니다.",
  );
});

test("the customer reads that the request was accepted, the salesman that there is a new one", () => {
  assert.equal(
    acceptedText("이음5G 실증사업"),
    "[KT.GG] 이음5G 실증사업 상담이 수락되었습니다. 곧 연락드립니다.",
  );
  assert.equal(assignedText("이음5G 실증사업"), "[KT.GG] 새 상담이 배정되었습니다: 이음5G 실증사업");
});

test("whatever the names, every text is one part on one line that a Korean route can carry", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.string({ unit: "binary", maxLength: 100 }),
      (project, name) => {
        for (const text of [matchedText(project, name), acceptedText(project), assignedText(project)]) {
          assert.equal(smsSize(text).parts, 1);
          assert.ok(fitsEucKr(text));
          assert.ok(!text.includes("\n"));
        }
      },
    ),
  );
});
