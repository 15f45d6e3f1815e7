import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { z } from "zod";
import { date, id, instant, line, link, phone, projectname, text, year } from "./fields.ts";

const takes = (field: z.ZodType, value: unknown): boolean => field.safeParse(value).success;
const all = (field: z.ZodType, values: readonly unknown[]): void => {
  for (const value of values) assert.ok(takes(field, value), `refused ${JSON.stringify(value)}`);
};
const none = (field: z.ZodType, values: readonly unknown[]): void => {
  for (const value of values) assert.ok(!takes(field, value), `took ${JSON.stringify(value)}`);
};

test("two spellings of a projectname are the same name", () => {
  const name = "이음5G 융합서비스 실증사업";
  const spellings = [
    name.normalize("NFD"),
    `  ${name}\n`,
    name.replace(" ", "\u00a0"),
    name.replace(" ", "  \t"),
    name.replace(" ", "\u3164"), // the Hangul filler, which looks like a space
    name.replace(" ", "\uffa0"),
    name.replace(" ", "\u2028"),
  ];
  for (const spelling of spellings) assert.equal(projectname.parse(spelling), name);
});

test("a name must have something to see in it", () => {
  none(projectname, ["", "   ", "\u3164", "\uffa0 \u3164", "\u00a0", "\n"]);
});

test("a text keeps its lines and may be empty; a line has one", () => {
  assert.equal(text(100).parse(" 첫 줄\r\n둘째 줄 "), "첫 줄\n둘째 줄");
  assert.equal(text(100).parse(""), "");
  assert.equal(line(100).parse("첫 줄\r\n둘째 줄"), "첫 줄 둘째 줄");
});

test("characters that nobody sees are refused in texts and lines", () => {
  const unseen = [
    ...["\u0000", "\u0007", "\u001b", "\u007f", "\u0085", "\u009f"], // controls
    ...["\u202a", "\u202e", "\u2066", "\u2069", "\u200e", "\u200f", "\u061c"], // directions
    ...["\u200b", "\u2060", "\u2064", "\u00ad", "\u180e", "\u206a"], // of no width
    ...["\ufff9", "\u{e0041}"], // annotations and tags
  ];
  for (const sign of unseen) {
    none(text(100), [`가${sign}나`]);
    none(line(100), [`가${sign}나`]);
  }
  none(text(100), ["가\ufeff나", "가\r나"]); // in a line both are white space
});

test("half a surrogate pair is refused, a whole one is a character", () => {
  none(text(100), ["가\ud83d", "\ude00나", "\ude00\ud83d"]);
  all(text(100), ["가😀나", "👩‍💻"]);
});

test("a text is as long as it is once it is tidy", () => {
  assert.ok(takes(line(3), "  가나다  "));
  assert.ok(takes(line(3), "가나다".normalize("NFD")));
  assert.ok(!takes(line(3), "가나다라"));
  assert.ok(takes(projectname, "가".repeat(200)));
  assert.ok(!takes(projectname, "가".repeat(201)));
});

test("what was taken once is taken again, unchanged", () => {
  const written = fc.string({
    unit: fc.constantFrom("가", "\u1100", "\u1161", " ", "\n", "\t", "\u3164", "a", "é", "e\u0301", "\r\n"),
  });
  for (const field of [text(1000), line(1000)]) {
    fc.assert(
      fc.property(written, (value) => {
        const once = field.safeParse(value);
        if (once.success) assert.equal(field.parse(once.data), once.data);
      }),
    );
  }
});

test("no text or link that was taken holds anything unseen, whatever was sent", () => {
  const hostile = fc.constantFrom(
    "\u0000",
    "\u202e",
    "\u200b",
    "\ud800",
    "\udc00",
    "\u00ad",
    "\u{e0041}",
    "\r",
  );
  const anyCharacter = fc.nat(0x10ffff).map((point) => String.fromCodePoint(point));
  const written = fc.array(fc.oneof(hostile, anyCharacter), { maxLength: 5 });
  const unseen = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}]/u;
  fc.assert(
    fc.property(written, (pieces) => {
      for (const taken of [
        text(1000).safeParse(pieces.join("")),
        link.safeParse(`https://example.com/${pieces.join("")}`),
      ]) {
        if (taken.success) assert.doesNotMatch(taken.data, unseen);
      }
    }),
    { numRuns: 500 },
  );
});

test("only web addresses are links", () => {
  all(link, [
    "https://www.bizinfo.go.kr/a?b=c#d",
    "HTTP://example.com",
    "https://한글.kr/경로",
    " https://example.com ",
  ]);
  none(link, [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "\u0001javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://example.com",
    "//example.com",
    "/relative",
    "example.com",
    "https://",
    "",
  ]);
});

test("a link hides nothing: no user, no password, no white space, no unseen character, no half pair", () => {
  none(link, [
    "https://www.bizinfo.go.kr@evil.example",
    "https://:secret@evil.example",
    "https://example.com/a b",
    "https://example.com/\nfoo",
    "https://example.com/\u202egpj.exe",
    "https://example.com/\u200b",
    "https://example.com/\ud800",
    `https://example.com/${"a".repeat(2048)}`,
  ]);
});

test("a phone is kept as a person writes it", () => {
  const written = [
    "010-1234-5678",
    "01012345678",
    "+82 10-1234-5678",
    "０１０－１２３４－５６７８",
    "02) 123-4567",
    "1588",
  ];
  all(phone, written);
  assert.equal(phone.parse(" 010-1234-5678 "), "010-1234-5678");
  none(phone, [
    "",
    "전화",
    "010-1234-5678 (김하늘)",
    "tel:01012345678",
    "<b>01012345678</b>",
    "010\n1234",
    "12-3",
    "+",
    1012345678,
  ]);
  none(phone, [`010${"1".repeat(40)}`]);
});

test("a day is a day of the calendar", () => {
  all(date, ["2027-03-02", "2028-02-29"]);
  none(date, ["2027-02-31", "2027-2-3", "20270203", "2027-03-02T00:00:00Z", "", 20270302]);
});

test("ids, years and instants are what they say", () => {
  all(id, ["customer-1", "a@b.c", "A".repeat(128)]);
  none(id, ["", "a b", "a/b", "가", "a\n", "A".repeat(129)]);
  all(year, [2000, 2100]);
  none(year, [1999, 2101, 2027.5, "2027", Number.NaN]);
  all(instant, ["2027-03-02T01:00:00.000Z", "2027-03-02T10:00:00+09:00"]);
  none(instant, ["2027-03-02", "2027-03-02 10:00:00", ""]);
});
