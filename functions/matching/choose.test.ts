import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, type Candidate, type Request } from "./choose.ts";
import { candidate } from "./people.fake.ts";
import { verdictText } from "./reasons.ts";

const now = new Date("2027-03-03T01:00:00.000Z"); // 10:00 in Seoul, a Wednesday
const request = (more: Partial<Request> = {}): Request => ({
  projectname: "이음5G 융합서비스 실증사업",
  excluded: [],
  ...more,
});
const choosing = (roster: readonly Candidate[], more: Partial<Request> = {}) => {
  const { salesman, consultant, reasons, considered } = choose(request(more), roster, now);
  return {
    salesman: salesman?.salesmanId,
    consultant: consultant?.salesmanId,
    codes: reasons.map(({ code }) => code),
    verdicts: Object.fromEntries(considered.map(({ salesmanId, verdict }) => [salesmanId, verdict])),
  };
};

const failing: [string, Partial<Candidate>][] = [
  ["unavailable", { available: false }],
  ["on leave", { leave: [{ from: "2027-03-01", to: "2027-03-03" }] }],
  ["full", { load: 10 }],
  ["full", { capacity: 0 }],
];
for (const [rule, more] of failing) {
  test(`${rule}: ${JSON.stringify(more)} is not chosen, also when nobody else is there`, () => {
    const { salesman, codes, verdicts } = choosing([candidate("a", more)]);
    assert.equal(salesman, undefined);
    assert.deepEqual(codes, ["nobody"]);
    assert.deepEqual(verdicts, { a: rule });
  });
}

test("leave is by the day in Seoul: at 00:30 there it is the next day already", () => {
  const back = candidate("a", { leave: [{ from: "2027-03-01", to: "2027-03-03" }] });
  const late = choose(request(), [back], new Date("2027-03-03T14:59:59.000Z"));
  const morning = choose(request(), [back], new Date("2027-03-03T15:30:00.000Z"));
  assert.equal(late.salesman, null);
  assert.equal(morning.salesman?.salesmanId, "a");
});

test("who is excluded is not chosen", () => {
  assert.deepEqual(choosing([candidate("a"), candidate("b")], { excluded: ["a"] }).verdicts, {
    b: "chosen",
    a: "excluded",
  });
});

test("a consultant does not serve as a salesman, but beside one", () => {
  const consultant = candidate("c", { kind: "consultant" });
  assert.equal(choosing([consultant]).salesman, undefined);
  const both = choosing([consultant, candidate("a")]);
  assert.deepEqual([both.salesman, both.consultant], ["a", "c"]);
  assert.ok(both.codes.includes("consultant-only-one"));
  assert.equal(choosing([candidate("a")]).consultant, undefined);
});

test("a specialty is found in projectname or content, in any case and spelling", () => {
  const expert = candidate("z", { specialties: ["클라우드", "스마트팩토리"], load: 5 });
  const others = [candidate("a"), candidate("b", { specialties: ["AI"] })];
  assert.equal(choosing([...others, expert], { content: "스마트팩토리를 원합니다" }).salesman, "z");
  assert.equal(choosing([...others, expert], { content: "스마트팩토리를".normalize("NFD") }).salesman, "z");
  assert.equal(choosing([candidate("z", { specialties: ["이음5g"], load: 5 }), ...others]).salesman, "z");
  assert.deepEqual(choosing([...others, expert], { content: "클라우드" }).codes, [
    "specialty-fit",
    "region-any",
    "only-one",
  ]);
});

test("a region is said, or stands at the head of the projectname; who has none serves everywhere", () => {
  const seoul = candidate("s", { regions: ["서울"], load: 5 });
  const busan = candidate("b", { regions: ["부산"] });
  const all = candidate("w", { load: 6 });
  assert.equal(choosing([seoul, busan], { projectname: "[서울] 수출 지원" }).salesman, "s");
  assert.equal(choosing([seoul, busan], { region: "서울특별시 강남구" }).salesman, "s");
  assert.equal(choosing([seoul, busan], { projectname: "[서울] 수출 지원", region: "부산" }).salesman, "b");
  assert.equal(choosing([busan, all], { region: "서울" }).salesman, "w");
  assert.equal(choosing([seoul, busan], {}).salesman, "b");
  assert.equal(choosing([seoul, busan], { projectname: "[전국] 수출 지원" }).salesman, "b");
  assert.equal(choosing([seoul, busan], { projectname: "[경기ㆍ서울] 수출 지원" }).salesman, "s");
});

test("conditions are relaxed in order: first the specialty, then the region, then both; the reasons say so", () => {
  const both = candidate("1", { specialties: ["5G"], regions: ["서울"], load: 9 });
  const region = candidate("2", { regions: ["서울"], load: 8 });
  const specialty = candidate("3", { specialties: ["5G"], regions: ["부산"], load: 7 });
  const neither = candidate("4", { regions: ["부산"], load: 0 });
  const chosen = (...roster: Candidate[]) => choosing(roster, { region: "서울" });
  const all = chosen(neither, specialty, region, both);
  assert.equal(all.salesman, "1");
  assert.deepEqual(all.verdicts, { 1: "chosen", 2: "specialty", 3: "region", 4: "region" });
  assert.deepEqual(chosen(neither, specialty, region).codes, ["specialty-relaxed", "region-fit", "only-one"]);
  assert.deepEqual(chosen(neither, specialty).codes, ["specialty-fit", "region-relaxed", "only-one"]);
  assert.deepEqual(chosen(neither).codes, ["specialty-relaxed", "region-relaxed", "only-one"]);
});

test("among equals the customer's present salesman comes first, however busy", () => {
  const { salesman, codes, verdicts } = choosing([candidate("a"), candidate("b", { load: 9 })], {
    presentSalesman: "b",
  });
  assert.equal(salesman, "b");
  assert.deepEqual(codes.at(-1), "present-salesman");
  assert.deepEqual(verdicts, { b: "chosen", a: "present salesman" });
});

test("then who has a place for it already, from a try that died, however busy and lately matched", () => {
  const holder = candidate("b", { load: 9, lastMatchedAt: "2027-03-02T01:00:00.000Z" });
  const { salesman, codes, verdicts } = choosing([candidate("a"), holder], { reserved: ["b"] });
  assert.deepEqual([salesman, codes.at(-1)], ["b", "place-reserved"]);
  assert.deepEqual(verdicts, { b: "chosen", a: "place" });
  assert.equal(choosing([candidate("a"), holder], { reserved: ["b"], presentSalesman: "a" }).salesman, "a");
});

test("then the lowest share of the capacity, not the lowest number", () => {
  const roster = [candidate("a", { load: 2, capacity: 4 }), candidate("b", { load: 3, capacity: 10 })];
  assert.deepEqual(choosing(roster), {
    salesman: "b",
    consultant: undefined,
    codes: ["specialty-relaxed", "region-any", "lowest-load"],
    verdicts: { b: "chosen", a: "load" },
  });
});

test("then the longest idle, those who never had anything first; then the id", () => {
  const monday = candidate("a", { lastMatchedAt: "2027-03-01T01:00:00.000Z" });
  const tuesday = candidate("b", { lastMatchedAt: "2027-03-02T01:00:00.000Z" });
  const never = candidate("c");
  assert.equal(choosing([tuesday, monday]).codes.at(-1), "longest-idle");
  assert.equal(choosing([tuesday, monday]).salesman, "a");
  assert.equal(choosing([tuesday, monday, never]).salesman, "c");
  assert.deepEqual(choosing([candidate("y"), candidate("x")]).verdicts, { x: "chosen", y: "order" });
});

test("places that are on their way count in the order, but fill nobody's capacity", () => {
  assert.equal(choosing([candidate("a", { expected: 1 }), candidate("b")]).salesman, "b");
  assert.equal(choosing([candidate("a", { load: 9, expected: 5 })]).salesman, "a");
});

test("of a long roster the best are kept, and how many more there were", () => {
  const roster = Array.from({ length: 100 }, (_, index) =>
    candidate(`p${String(index).padStart(3, "0")}`, index % 2 === 0 ? {} : { available: false }),
  );
  const { considered, others } = choose(request(), roster, now);
  assert.deepEqual([considered.length, others], [60, 40]);
  assert.equal(considered[0]?.verdict, "chosen");
});

test("every verdict and every reason is a sentence in Korean", () => {
  const roster = [
    candidate("1", { specialties: ["5G"], regions: ["서울"] }),
    candidate("2", { load: 10 }),
    candidate("3", { available: false }),
    candidate("c", { kind: "consultant" }),
  ];
  const { reasons, considered } = choose(request({ region: "서울" }), roster, now);
  const none = choose(request(), [], now);
  for (const text of [
    ...[...reasons, ...none.reasons].map((one) => one.text),
    ...considered.map(verdictText),
  ]) {
    assert.match(text, /^[\p{Script=Hangul}\p{P}\p{Zs}\p{N}a-zA-Z]+\.$/u, text);
    assert.match(text, /다(\(\d+\/\d+건\))?\.$/, text);
  }
});
