import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { planPage, recount, settle, type Logged, type LoggedLine, type Recipient } from "./domain.ts";
import { noSmsOutcomes } from "../../shared/contract/notification.ts";

const noon = new Date("2027-03-02T03:00:00.000Z"); // 12:00 in Seoul
const night = new Date("2027-03-02T14:00:00.000Z"); // 23:00 in Seoul
const morning = new Date("2027-03-02T23:00:00.000Z"); // 08:00 in Seoul, the next day

const recipient = (number: number, more: Partial<Recipient> = {}): Recipient => ({
  interestId: `i${number}`,
  customerId: `c${number}`,
  phone: `010-0000-${String(number).padStart(4, "0")}`,
  interest: 1,
  adConsent: false,
  nightConsent: false,
  ...more,
});

const nobody = () => false;
const nothingLogged: Logged = { byInterest: new Map(), textedFor: new Map() };

const logged = (lines: LoggedLine[], textedFor: [string, string][] = []): Logged => ({
  byInterest: new Map(lines.map((line) => [line.interestId, line])),
  textedFor: new Map(textedFor),
});

const line = (number: number, outcome: LoggedLine["outcome"]): LoggedLine => ({
  interestId: `i${number}`,
  customerId: `c${number}`,
  outcome,
  at: noon.toISOString(),
  etag: "e",
});

test("every interested customer with a mobile is texted once", () => {
  const plan = planPage([recipient(1), recipient(2)], nobody, nothingLogged, "info", noon);
  assert.deepEqual([...plan.send.keys()], ["+821000000001", "+821000000002"]);
  assert.deepEqual(plan.entries, []);
});

test("two customers with one phone get one message, and the second line says why", () => {
  const plan = planPage(
    [recipient(1), recipient(2, { phone: "+82 10 0000 0001" })],
    nobody,
    nothingLogged,
    "info",
    noon,
  );
  assert.equal(plan.send.size, 1);
  assert.deepEqual(
    plan.entries.map(({ interestId, outcome }) => [interestId, outcome]),
    [["i2", "same phone"]],
  );
});

test("a phone that an earlier page texted is not texted again for another customer", () => {
  const plan = planPage(
    [recipient(2, { phone: "010-0000-0001" })],
    nobody,
    logged([], [["+821000000001", "i1"]]),
    "info",
    noon,
  );
  assert.equal(plan.send.size, 0);
  assert.equal(plan.entries[0]?.outcome, "same phone");
});

test("a customer who was texted under an old phone is not texted under a new one", () => {
  const plan = planPage(
    [recipient(1, { phone: "010-9999-9999" })],
    nobody,
    logged([line(1, "sent")]),
    "info",
    noon,
  );
  assert.equal(plan.send.size, 0);
  assert.deepEqual(plan.entries, []);
});

test("whoever waits is decided again", () => {
  const plan = planPage([recipient(1)], nobody, logged([line(1, "waiting")]), "info", noon);
  assert.deepEqual([...plan.send.keys()], ["+821000000001"]);
});

test("an opt-out beats a waiting line and every consent", () => {
  const consenting = recipient(1, { adConsent: true, nightConsent: true });
  const plan = planPage([consenting], () => true, logged([line(1, "waiting")]), "ad", noon);
  assert.equal(plan.send.size, 0);
  assert.equal(plan.entries[0]?.outcome, "opted out");
});

test("an advertisement at night waits until 08:00 in Seoul unless the night was consented to", () => {
  const people = [recipient(1, { adConsent: true }), recipient(2, { adConsent: true, nightConsent: true })];
  const plan = planPage(people, nobody, nothingLogged, "ad", night);
  assert.deepEqual([...plan.send.keys()], ["+821000000002"]);
  assert.deepEqual(
    plan.held.map(({ until }) => until.toISOString()),
    [morning.toISOString()],
  );
});

test("an information goes out at night", () => {
  assert.equal(planPage([recipient(1)], nobody, nothingLogged, "info", night).send.size, 1);
});

test("the carrier's word on each phone is its line: sent with the message, refused with the reason, busy waits", () => {
  const people = [recipient(1), recipient(2), recipient(3)];
  const plan = planPage(people, nobody, nothingLogged, "info", noon);
  const { entries, busy } = settle(
    plan,
    [
      { to: "+821000000001", outcome: "sent", messageId: "m1" },
      { to: "+821000000002", outcome: "refused", reason: "400 blocked" },
      { to: "+821000000003", outcome: "busy" },
    ],
    "info",
    noon,
  );
  assert.deepEqual(
    entries.map(({ outcome, messageId, reason }) => [outcome, messageId ?? reason]),
    [
      ["sent", "m1"],
      ["refused", "400 blocked"],
      ["waiting", "the carrier is busy"],
    ],
  );
  assert.deepEqual(busy, [people[2]]);
});

test("a phone of which the carrier said nothing waits: it is never taken for sent", () => {
  const plan = planPage([recipient(1)], nobody, nothingLogged, "info", noon);
  assert.deepEqual(settle(plan, [], "info", noon).entries[0]?.outcome, "waiting");
});

test("the line of an advertisement keeps the consents that it relied on", () => {
  const consenting = recipient(1, { adConsent: true, adConsentAt: "2026-11-24T00:00:00.000Z" });
  const plan = planPage([consenting], nobody, nothingLogged, "ad", noon);
  const { entries } = settle(plan, [{ to: "+821000000001", outcome: "sent", messageId: "m" }], "ad", noon);
  assert.equal(entries[0]?.adConsentAt, "2026-11-24T00:00:00.000Z");
});

test("a waiting line that is settled moves from one count to another", () => {
  const before = { ...noSmsOutcomes(), waiting: 2, sent: 5 };
  const after = recount(
    before,
    [{ ...line(1, "sent") }, { ...line(9, "no consent") }],
    logged([line(1, "waiting")]).byInterest,
  );
  assert.deepEqual(after, { ...noSmsOutcomes(), waiting: 1, sent: 6, "no consent": 1 });
});

const people = fc.uniqueArray(
  fc.record({
    number: fc.integer({ min: 0, max: 30 }),
    phone: fc.integer({ min: 0, max: 8 }),
    adConsent: fc.boolean(),
    nightConsent: fc.boolean(),
    optedOut: fc.boolean(),
  }),
  { selector: ({ number }) => number, maxLength: 20 },
);

test("however a page is planned, each customer has one line, no phone is texted twice, and nobody who opted out is texted", () => {
  fc.assert(
    fc.property(
      people,
      fc.constantFrom("info" as const, "ad" as const),
      fc.constantFrom(noon, night),
      (all, smsClass, now) => {
        const page = all.map(({ number, phone, ...consents }) =>
          recipient(number, { ...consents, phone: `010-0000-000${phone}` }),
        );
        const out = new Set(all.filter(({ optedOut }) => optedOut).map(({ number }) => `i${number}`));
        const plan = planPage(page, ({ interestId }) => out.has(interestId), nothingLogged, smsClass, now);
        const results = [...plan.send.keys()].map((to) => ({ to, outcome: "sent" as const, messageId: to }));
        const { entries } = settle(plan, results, smsClass, now);
        assert.deepEqual(
          entries.map(({ interestId }) => interestId).toSorted(),
          page.map(({ interestId }) => interestId).toSorted(),
        );
        const texted = entries.filter(({ outcome }) => outcome === "sent");
        assert.equal(new Set(texted.map(({ to }) => to)).size, texted.length);
        assert.ok(texted.every(({ interestId }) => !out.has(interestId)));
      },
    ),
  );
});
