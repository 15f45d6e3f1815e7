import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { toLink } from "./link.ts";

const site = "https://www.bizinfo.go.kr";

const links: [written: string, link: string | undefined][] = [
  ["https://www.bizinfo.go.kr/a?b=1", "https://www.bizinfo.go.kr/a?b=1"],
  ["http://old.example.kr/a", "http://old.example.kr/a"],
  [" HTTPS://Example.kr/가 ", "https://example.kr/%EA%B0%80"],
  ["/sii/a.do?pblancId=1", "https://www.bizinfo.go.kr/sii/a.do?pblancId=1"],
  ["shop.example.seoul.kr/apply", "https://shop.example.seoul.kr/apply"],
  ["www.k-startup.go.kr", "https://www.k-startup.go.kr/"],
  ["example.kr:8080/a", "https://example.kr:8080/a"],
  ["한글.한국/a", "https://xn--bj0bj06e.xn--3e0b707e/a"],
  ["javascript:alert(3)", undefined],
  ["java\nscript:alert(3)", undefined],
  ["JavaScript://example.kr/%0aalert(1)", undefined],
  ["data:text/html,x", undefined],
  ["ftp://example.kr", undefined],
  ["https:example.kr", undefined],
  ["//evil.example/a", undefined],
  ["/\\evil.example/a", undefined],
  ["https://www.bizinfo.go.kr@evil.example/", undefined],
  ["https://:password@example.kr/", undefined],
  ["https://localhost/a", undefined],
  ["apply@example.kr", undefined],
  ["추후 공지", undefined],
  ["1.5", undefined],
  ["", undefined],
  [`https://example.kr/${"a".repeat(2048)}`, undefined],
];

for (const [written, link] of links)
  test(`"${written.slice(0, 60)}" is ${link ?? "no link"}`, () => {
    assert.equal(toLink(written, site), link);
  });

test("whatever is written, a link is http or https and hides no other host", () => {
  const hostile = fc.array(
    fc.constantFrom(
      ..."javascript: https:// http: / \\ @ evil.example www.bizinfo.go.kr : % \n \t \u0000 가 ? # . data: //".split(
        " ",
      ),
      " ",
    ),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(hostile, (pieces) => {
      const link = toLink(pieces.join(""), site);
      if (link === undefined) return;
      const url = new URL(link);
      assert.match(url.protocol, /^https?:$/);
      assert.equal(url.username + url.password, "");
      if (pieces.join("").trim().startsWith("/")) assert.equal(url.origin, site);
    }),
    { numRuns: 2000 },
  );
});
