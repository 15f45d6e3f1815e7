import assert from "node:assert/strict";
import { test } from "node:test";
import { partsOf } from "../../web/components/step-indicator.ts";
import { steps } from "../../web/i18n/words.ts";

const drawn = (step: Parameters<typeof partsOf>[0]): string =>
  partsOf(step)
    .map(({ text, state }) => `${text}:${state}`)
    .join(" ");

test("the step indicator shows the way that was gone, and not what will never come", () => {
  assert.equal(drawn("requested"), "접수:now 수락:ahead 진행 중:ahead 결과:ahead");
  assert.equal(drawn("in progress"), "접수:done 수락:done 진행 중:now 결과:ahead");
  assert.equal(drawn("success"), "접수:done 수락:done 진행 중:done 성공:now");
  assert.equal(drawn("canceled"), "접수:done 취소:now");
});

test("exactly one part is the present one, at every step", () => {
  for (const step of steps())
    assert.equal(partsOf(step).filter(({ state }) => state === "now").length, 1, step);
});
