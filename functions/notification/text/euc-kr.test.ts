import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { eucKrBytes, fitsEucKr, toEucKr } from "./euc-kr.ts";

test("what KS X 1001 has fits, and takes two bytes", () => {
  for (const character of "가힝·ㆍ…※’①「」☞￦～漢㎡→") assert.equal(eucKrBytes(character), 2, character);
});

test("ASCII and the line end fit, and take one byte", () => {
  assert.equal(eucKrBytes("KT.GG ~\n"), 8);
});

test("what strict EUC-KR lacks does not fit, though cp949 may have it", () => {
  for (const character of [
    "–",
    "—",
    "•",
    "₩",
    "\u00a0",
    "é",
    "똠",
    "힣",
    "😀",
    "€",
    "®",
    "\u0000",
    "\r",
    "\t",
    "\u202e",
    "\ue000",
    "\ud800",
  ]) {
    assert.equal(fitsEucKr(character), false, JSON.stringify(character));
    assert.throws(() => eucKrBytes(`가${character}`), RangeError);
  }
});

test("all 2,350 syllables of KS X 1001 fit, and no other", () => {
  const syllables = Array.from({ length: 11_172 }, (_, at) => String.fromCodePoint(0xac00 + at));
  assert.equal(syllables.filter(fitsEucKr).length, 2350);
});

const replaced: [what: string, text: string, fitting: string][] = [
  ["dashes become hyphens", "3–5 — 6‑7−8", "3-5 - 6-7-8"],
  ["bullets become middle dots", "• A ・ B", "· A · B"],
  ["the won sign becomes the one that the set has", "₩1,000", "￦1,000"],
  ["a no-break space becomes a space", "가\u00a0나\u3000다", "가 나\u3000다"],
  ["accents fall", "Café Łódź", "Cafe Łodz"],
  ["marks without a letter of their own are written out", "® © €", "(R) (C) EUR"],
  ["ligatures come apart", "ﬁ", "fi"],
  ["a syllable that the set lacks comes apart", "똠방각하 펲", "또ㅁ방각하 페ㅍ"],
  ["a letter without any likeness becomes a question mark", "𠀀ก", "??"],
  [
    "emoji, controls and invisible marks are dropped",
    "가😀나\u0000다\u202e라\u200b마\ufe0f\ud800",
    "가나다라마",
  ],
  ["decomposed Hangul is put together", "한글".normalize("NFD"), "한글"],
];

for (const [what, text, fitting] of replaced)
  test(what, () => {
    assert.equal(toEucKr(text), fitting);
  });

test("every sign that has a closest one becomes one that fits, never nothing", () => {
  for (const sign of "–—−‐‑‒•‧・∙⋅₩¥£¢€©®〜⋯‚„‟‛«»➡➜") assert.match(toEucKr(sign), /^[^?]/, sign);
});

test("what fits stays as it is, and whatever comes out fits", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" })), (text) => {
      const fitting = toEucKr(text);
      assert.ok(fitsEucKr(fitting), JSON.stringify(fitting));
      assert.equal(toEucKr(fitting), fitting.normalize("NFC"));
    }),
    { numRuns: 500 },
  );
});
