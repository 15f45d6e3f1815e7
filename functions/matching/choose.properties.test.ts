import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { seoulDate } from "../../shared/domain/clock.ts";
import { choose, type Candidate, type Request } from "./choose.ts";
import { candidate } from "./people.fake.ts";
import { isOnLeave } from "./working-time.ts";

const now = new Date("2027-03-03T01:00:00.000Z");
const ids = "a b c d e f g h i j k l".split(" ");
const words = fc.subarray(["5G", "클라우드", "AI", "수출"]);
const regions = fc.subarray(["서울", "부산", "경기"]);
const day = fc.integer({ min: 1, max: 6 }).map((number) => `2027-03-0${number}`);
const rosters = fc
  .uniqueArray(
    fc.record({
      salesmanId: fc.constantFrom(...ids),
      kind: fc.constantFrom("salesman" as const, "salesman" as const, "consultant" as const),
      specialties: words,
      regions,
      capacity: fc.integer({ min: 0, max: 4 }),
      load: fc.integer({ min: 0, max: 5 }),
      available: fc.boolean(),
      leave: fc.array(
        fc
          .tuple(day, day)
          .map(([one, other]) => ({ from: one < other ? one : other, to: one < other ? other : one })),
        { maxLength: 1 },
      ),
      lastMatchedAt: fc.constantFrom(null, "2027-03-01T00:00:00.000Z", "2027-03-02T00:00:00.000Z"),
    }),
    { selector: ({ salesmanId }) => salesmanId, maxLength: 12 },
  )
  .map((people) => people.map(({ salesmanId, ...more }) => candidate(salesmanId, more)));
const requests: fc.Arbitrary<Request> = fc.record(
  {
    projectname: fc.constantFrom("이음5G 실증", "[서울] 수출 지원", "[부산ㆍ경기] AI 바우처"),
    content: fc.constantFrom("클라우드 전환을 상의하고 싶습니다", "수출"),
    region: fc.constantFrom("서울", "부산"),
    presentSalesman: fc.constantFrom(...ids),
    excluded: fc.subarray(ids),
  },
  { requiredKeys: ["projectname", "excluded"] },
);

test("nobody is chosen against a hard rule, and somebody is whenever anyone may be", () => {
  fc.assert(
    fc.property(rosters, requests, (roster, request) => {
      const { salesman, consultant } = choose(request, roster, now);
      const may = (person: Candidate): boolean =>
        person.available &&
        !isOnLeave(person.leave, seoulDate(now)) &&
        person.load < person.capacity &&
        !request.excluded.includes(person.salesmanId);
      for (const [kind, chosen] of [
        ["salesman", salesman],
        ["consultant", consultant],
      ] as const) {
        assert.equal(
          chosen !== null,
          roster.some((person) => person.kind === kind && may(person)),
        );
        if (chosen) assert.ok(chosen.kind === kind && may(chosen));
      }
    }),
  );
});

test("the roster's order plays no part, and the same question has the same answer", () => {
  const shuffled = rosters.chain((roster) =>
    fc.tuple(fc.constant(roster), fc.shuffledSubarray(roster, { minLength: roster.length })),
  );
  fc.assert(
    fc.property(shuffled, requests, ([roster, other], request) => {
      assert.deepEqual(choose(request, other, now), choose(request, roster, now));
    }),
  );
});

test("everyone is accounted for, once; exactly the chosen are called so", () => {
  fc.assert(
    fc.property(rosters, requests, (roster, request) => {
      const { salesman, consultant, considered } = choose(request, roster, now);
      assert.deepEqual(
        considered.map(({ salesmanId }) => salesmanId).toSorted(),
        roster.map(({ salesmanId }) => salesmanId).toSorted(),
      );
      const chosen = considered.filter(({ verdict }) => verdict === "chosen").map((one) => one.salesmanId);
      const expected = [salesman, consultant].flatMap((one) => (one ? [one.salesmanId] : []));
      assert.deepEqual(chosen, expected);
    }),
  );
});

test("taking away someone who was not chosen changes nothing", () => {
  fc.assert(
    fc.property(rosters, requests, fc.nat(), (roster, request, at) => {
      const { salesman } = choose(request, roster, now);
      const others = roster.filter((person) => person !== salesman);
      const gone = others[at % Math.max(1, others.length)];
      const left = roster.filter((person) => person !== gone);
      assert.equal(choose(request, left, now).salesman, salesman);
    }),
  );
});

test("given one after the other, no load share is ahead of another by more than one request", () => {
  const capacities = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(capacities, fc.integer({ min: 1, max: 200 }), (capacities, count) => {
      let roster = capacities.map((capacity, index) => candidate(`p${index}`, { capacity }));
      const places = capacities.reduce((sum, capacity) => sum + capacity, 0);
      for (let given = 0; given < Math.min(count, places); given++) {
        const { salesman } = choose({ projectname: "같은 사업", excluded: [] }, roster, now);
        assert.ok(salesman, "there is a place left");
        const lastMatchedAt = new Date(now.getTime() + given).toISOString();
        roster = roster.map((person) =>
          person === salesman ? { ...person, load: person.load + 1, lastMatchedAt } : person,
        );
        for (const one of roster) {
          for (const other of roster) {
            assert.ok((one.load - 1) / one.capacity <= other.load / other.capacity + 1e-9);
          }
        }
      }
    }),
    { numRuns: 60 },
  );
});
