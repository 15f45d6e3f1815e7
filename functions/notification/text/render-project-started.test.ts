import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { eucKrBytes } from "./euc-kr.ts";
import { renderProjectStarted } from "./render-project-started.ts";
import type { StartedProject } from "./render-project-started.ts";

const link = "https://kt.gg/p/12345678"; // 24 units, as the template counts it
const project = (name: string): StartedProject => ({
  projectname: name,
  startDate: "2027-03-02",
  endDate: "2027-03-31",
});
const info = (name: string): ReturnType<typeof renderProjectStarted> =>
  renderProjectStarted(project(name), "info", { link });
const ad = (name: string): ReturnType<typeof renderProjectStarted> =>
  renderProjectStarted(project(name), "ad", { link });
const line = (given: StartedProject): string | undefined =>
  renderProjectStarted(given, "info").text.split("\n")[1];
const nameIn = (text: string): string => /\] (.*) 접수 시작/.exec(text)?.[1] ?? "";

test("an information has sender, name, days and link, and nothing that sells", () => {
  assert.deepEqual(info("이음5G 실증사업"), {
    text: "[KT.GG] 이음5G 실증사업 접수 시작\n3.2.~3.31.\nhttps://kt.gg/p/12345678",
    units: 59,
    parts: 1,
    eucKrBytes: 69,
  });
});

test("an advertisement begins with its label and the sender, and ends with the free way to refuse", () => {
  assert.deepEqual(ad("이음5G 실증사업"), {
    text: "(광고)[KT.GG] 이음5G 실증사업 접수 시작\n3.2.~3.31.\nhttps://kt.gg/p/12345678\n무료수신거부 080-000-0000",
    units: 83,
    parts: 2,
    eucKrBytes: 101,
  });
});

test("without the name it has the units and bytes of the template", () => {
  const fixed = ({ text, units, eucKrBytes: bytes }: ReturnType<typeof renderProjectStarted>): number[] => [
    units - nameIn(text).length,
    bytes - eucKrBytes(nameIn(text)),
  ];
  assert.deepEqual(fixed(info("이음5G 실증사업")), [50, 54]);
  assert.deepEqual(fixed(ad("이음5G 실증사업")), [74, 86]);
});

const fits: [kind: typeof info, name: number, parts: number][] = [
  [info, 20, 1],
  [info, 21, 2],
  [info, 84, 2],
  [ad, 60, 2],
];
for (const [render, length, parts] of fits)
  test(`a name of ${length} makes ${parts} part${parts > 1 ? "s" : ""} of ${render === info ? "an information" : "an advertisement"}, uncut`, () => {
    const sms = render("가".repeat(length));
    assert.equal(sms.parts, parts);
    assert.equal(nameIn(sms.text), "가".repeat(length));
  });

test("a longer name is cut with an ellipsis, and the message keeps its two parts", () => {
  assert.equal(nameIn(info("가".repeat(85)).text), `${"가".repeat(83)}…`);
  assert.equal(nameIn(ad("가".repeat(61)).text), `${"가".repeat(59)}…`);
  assert.deepEqual([info("가".repeat(500)).parts, ad("가".repeat(500)).parts], [2, 2]);
  assert.equal(nameIn(info(`${"가".repeat(82)} 나나나`).text), `${"가".repeat(82)}…`);
});

test("the number of parts, the sender and the number to refuse by can be given", () => {
  const sms = renderProjectStarted(project("가".repeat(100)), "ad", {
    senderName: "KT",
    optOutNumber: "080-123-4567",
    maxParts: 1,
  });
  assert.match(sms.text, /^\(광고\)\[KT\] 가+… 접수 시작\n3\.2\.~3\.31\.\n무료수신거부 080-123-4567$/);
  assert.deepEqual([sms.parts, sms.units], [1, 70]);
});

test("however long the rest, twenty characters of the name stay", () => {
  const sms = renderProjectStarted(project("가".repeat(100)), "info", {
    link: `https://kt.gg/${"p".repeat(150)}`,
  });
  assert.equal(nameIn(sms.text), `${"가".repeat(19)}…`);
  assert.equal(sms.parts, 4);
});

test("a leading region and a trailing parenthesis are left out, not one in the middle", () => {
  assert.equal(nameIn(info("[경북] 클라우드 지원사업(2유형) (이용료)").text), "클라우드 지원사업");
  assert.equal(nameIn(info("이음5G(5G 특화망) 실증사업").text), "이음5G(5G 특화망) 실증사업");
  assert.equal(nameIn(info("[경북](이용료)").text), "[경북](이용료)");
});

test("the name is one line of characters that a Korean route carries", () => {
  assert.equal(
    nameIn(info("가\n나\u202e다–라\u00a0마😀  똠\r\n(광고)바").text),
    "가 나다-라 마 또ㅁ (광고)바",
  );
});

test("the days are told as far as they are known", () => {
  assert.equal(line({ projectname: "가", startDate: "2027-03-02", endDate: "2027-03-31" }), "3.2.~3.31.");
  assert.equal(line({ projectname: "가", startDate: "2027-03-02" }), "3.2.~");
  assert.equal(line({ projectname: "가", endDate: "2027-03-31" }), "~3.31.");
  assert.equal(line({ projectname: "가" }), undefined);
  assert.equal(line({ projectname: "가", startDate: "2027-12-20", endDate: "2028-01-10" }), "12.20.~1.10.");
});

test("the day of the start beats the expected one", () => {
  assert.equal(line({ projectname: "가", expStartDate: "2027-03-02", startDate: "2027-03-05" }), "3.5.~");
  assert.equal(line({ projectname: "가", expStartDate: "2027-03-02" }), "3.2.~");
});

test("days that run backwards, or are none, are not told", () => {
  assert.equal(line({ projectname: "가", startDate: "2027-04-02", endDate: "2027-03-31" }), undefined);
  assert.equal(line({ projectname: "가", startDate: "soon" }), undefined);
});

test("an instant is told as its day in Asia/Seoul", () => {
  assert.equal(line({ projectname: "가", startDate: "2027-03-01T15:00:00Z" }), "3.2.~");
  assert.equal(line({ projectname: "가", startDate: "2027-03-01T14:59:59.999Z" }), "3.1.~");
});

test("only an http or https link is told", () => {
  const links = (given: string): string[] =>
    renderProjectStarted({ projectname: "가" }, "info", { link: given }).text.split("\n").slice(1);
  assert.deepEqual(links("http://kt.gg"), ["http://kt.gg"]);
  assert.deepEqual(links("https://kt.gg/가"), ["https://kt.gg/%EA%B0%80"]);
  for (const bad of [
    "javascript:alert(1)",
    "kt.gg/p",
    "",
    "https://kt.gg@evil.example/",
    `https://kt.gg/${"p".repeat(200)}`,
    "data:,x",
  ])
    assert.deepEqual(links(bad), [], bad);
});

test("whatever the project, the message keeps its form, fits the route and counts itself rightly", () => {
  const text = fc.string({ unit: "binary", maxLength: 200 });
  const day = fc.option(fc.constantFrom("2027-03-02", "2027-12-31", "2027-03-01T15:00:00Z", "x"), {
    nil: undefined,
  });
  fc.assert(
    fc.property(
      text,
      day,
      day,
      fc.constantFrom("info", "ad"),
      fc.option(fc.oneof(text, fc.constant(link)), { nil: undefined }),
      (name, startDate, endDate, smsClass, given) => {
        const sms = renderProjectStarted({ projectname: name, startDate, endDate }, smsClass, {
          link: given,
        });
        const form =
          /^\[KT\.GG\] [^\n]* 접수 시작(?:\n(?:\d+\.\d+\.)?~(?:\d+\.\d+\.)?)?(?:\nhttps?:[!-~]+)?$/;
        const body =
          smsClass === "ad" ? /^\(광고\)([^]*)\n무료수신거부 080-000-0000$/.exec(sms.text)?.[1] : sms.text;
        assert.match(body ?? "", form);
        assert.equal(sms.eucKrBytes, eucKrBytes(sms.text));
        assert.ok(sms.eucKrBytes <= 2000);
        assert.equal(sms.units, sms.text.length);
        if (given === undefined || given === link) assert.ok(sms.parts <= 2);
      },
    ),
    { numRuns: 500 },
  );
});
