import assert from "node:assert/strict";
import { test } from "node:test";
import { texts } from "../../web/i18n/texts.ts";

test("texts are Korean until somebody chooses, and have the same names in English or do not compile", () => {
  const words = texts({
    ko: { title: "제목", count: (n: number) => `${n}개` },
    en: { title: "Title", count: (n) => `${n}` },
  });
  assert.equal(words().title, "제목");
  assert.equal(words().count(2), "2개");
  // @ts-expect-error a missing text
  texts({ ko: { title: "제목", advice: "도움말" }, en: { title: "Title" } });
  // @ts-expect-error a surplus one
  texts({ ko: { title: "제목" }, en: { title: "Title", advice: "Advice" } });
  // @ts-expect-error one of another kind
  texts({ ko: { count: (n: number) => `${n}개` }, en: { count: (n: string) => n } });
});
