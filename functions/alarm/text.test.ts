import assert from "node:assert/strict";
import test from "node:test";
import { alarm } from "../../shared/contract/alarm.ts";
import { alarmOf, type AlarmEvent } from "./domain.ts";
import { interestUpdated, projectStarted } from "./events.fake.ts";

const interest = interestUpdated("e1", "i1");
const takenBack = interestUpdated("e1", "i1", 0, 0);
const { data: project, ...envelope } = projectStarted("e1");
const ended = { ...project, status: "ended", endDate: "2027-03-31" } as const;

const cases: [AlarmEvent, string][] = [
  [
    { ...envelope, type: "ProjectCreated", data: project },
    "'이음5G 융합서비스 실증사업' 2027년 사업이 등록되었습니다.",
  ],
  [
    { ...envelope, type: "ProjectEdited", data: project },
    "'이음5G 융합서비스 실증사업' 2027년 사업 내용이 변경되었습니다.",
  ],
  [
    { ...envelope, type: "ProjectStarted", data: project },
    "'이음5G 융합서비스 실증사업' 접수가 시작되었습니다.",
  ],
  [{ ...envelope, type: "ProjectEnded", data: ended }, "'이음5G 융합서비스 실증사업' 접수가 종료되었습니다."],
  [
    { ...interest, type: "InterestCreated" },
    "김하늘 고객이 '이음5G 융합서비스 실증사업' 관심을 등록했습니다.",
  ],
  [
    { ...takenBack, type: "InterestCreated" },
    "김하늘 고객이 '이음5G 융합서비스 실증사업' 관심을 해제했습니다.",
  ],
  [interest, "김하늘 고객이 '이음5G 융합서비스 실증사업' 관심을 변경했습니다."],
  [takenBack, "김하늘 고객이 '이음5G 융합서비스 실증사업' 관심을 해제했습니다."],
];

for (const [event, text] of cases) {
  test(`${event.type} says: ${text}`, () => {
    assert.equal(alarmOf(event).text, text);
  });
}

test("the longest names still fit the contract", () => {
  const data = { ...interest.data, projectname: "가".repeat(200), customername: "나".repeat(100) };
  const parsed = alarm.safeParse({ ...alarmOf({ ...interest, data }), read: false });
  assert.equal(parsed.success, true);
});

test("no alarm tells a customer's phone", () => {
  const shown = JSON.stringify(alarmOf(interest));
  assert.ok(!shown.includes(interest.data.phone));
});
