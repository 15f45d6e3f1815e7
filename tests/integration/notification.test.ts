import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cosmosOptOuts } from "../../functions/notification/opt-outs.ts";
import { previewWith } from "../../functions/notification/preview.ts";
import { cosmosRecipients, type Recipients } from "../../functions/notification/recipients.ts";
import { cosmosSendLog } from "../../functions/notification/cosmos-send-log.ts";
import { claimMs, type SendLog } from "../../functions/notification/send-log.ts";
import { pageName, type SendPage, type SendQueue } from "../../functions/notification/send-queue.ts";
import { sendPageWith } from "../../functions/notification/sender.ts";
import type { EventOf } from "../../shared/contract/events.ts";
import { customersNotified, noSmsOutcomes } from "../../shared/contract/notification.ts";
import type { Interest } from "../../shared/contract/interest.ts";
import { newId } from "../../shared/domain/ids.ts";
import { startedCosmos } from "./started-cosmos.ts";
import type { Sms, SmsResult, SmsSender } from "../../shared/sms/sms-sender.ts";

// The fan-out over the real store, with a carrier that knows a repeated message by its id (as ACS does), a queue that may
// deliver twice and in any order, and a process that may die at every step.
const container = (await startedCosmos()).container("notification");

class Died extends Error {}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const interestOf = (projectname: string, number: number, more: Partial<Interest> = {}): Interest => ({
  interestId: `interest-${String(number).padStart(4, "0")}`,
  projectname,
  interest: 1,
  customerId: `customer-${number}`,
  customername: "김하늘",
  phone: `010-1000-${String(number).padStart(4, "0")}`,
  adConsent: false,
  nightConsent: false,
  matchedsalesman: null,
  ...more,
});

/** One start of one project with its own queue, carrier and clock; `dieAt` are the numbers of the steps at which the process dies. */
const world = (options: { dieAt?: Set<number>; smsClass?: "info" | "ad"; now?: string } = {}) => {
  const projectId = newId();
  const projectname = `사업 ${projectId}`;
  const clock = { now: new Date(options.now ?? "2027-03-02T03:00:00.000Z") };
  const waiting: { message: SendPage; at: Date }[] = [];
  const outbox = new Map<string, { to: string; at: Date }>();
  const carrier = {
    down: 0,
    requests: 0,
    verdict: (to: string): SmsResult => ({ to, outcome: "sent", messageId: `m-${to}` }),
  };
  let steps = 0;
  // A step that dies may have done its work or not: the even numbers die before it, the odd ones after.
  const step = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const [first, second] = [steps++, steps++];
    if (options.dieAt?.has(first)) throw new Died();
    const result = await work();
    if (options.dieAt?.has(second)) throw new Died();
    return result;
  };
  const recipients = cosmosRecipients(container);
  const sendLog = cosmosSendLog(container);
  const optOuts = cosmosOptOuts(container);
  const mortalLog: SendLog = {
    ...sendLog,
    claim: (...args) => step(() => sendLog.claim(...args)),
    record: (...args) => step(() => sendLog.record(...args)),
  };
  const mortalRecipients: Recipients = {
    ...recipients,
    these: (...args) => step(() => recipients.these(...args)),
  };
  const queue: SendQueue = {
    put: (message, at) =>
      step(() => {
        waiting.push({ message, at: at ?? clock.now });
        return Promise.resolve();
      }),
  };
  const sms: SmsSender = {
    maxRecipients: 100,
    send: (message: Sms) =>
      step(() => {
        carrier.requests += 1;
        if (carrier.down-- > 0) throw new Error("503");
        const results = message.to.map((to) => carrier.verdict(to));
        for (const { to, outcome } of results) {
          const id = `${message.repeatability.key} ${to}`;
          if (outcome === "sent" && !outbox.has(id)) outbox.set(id, { to, at: clock.now });
        }
        return Promise.resolve(results);
      }),
  };
  const handle = sendPageWith({
    recipients: mortalRecipients,
    sendLog: mortalLog,
    optOuts,
    queue,
    sms,
    smsClass: options.smsClass ?? "info",
    clock: () => clock.now,
  });
  const begin = async (): Promise<void> => {
    const at = clock.now.toISOString();
    await recipients.noteStart(projectname, { projectId, eventId: `start-${projectId}`, at });
    await sendLog.begin({
      projectId,
      projectname,
      eventId: `start-${projectId}`,
      startedAt: at,
      text: "시작",
    });
    waiting.push({ message: all(null), at: clock.now });
  };
  const all = (afterId: string | null): SendPage => ({
    projectId,
    projectname,
    page: { kind: "all", after: afterId },
    tries: 0,
    correlationid: "test",
  });
  /** Delivers until nothing is left: a message whose handling died comes again after its lock, 30 seconds later. */
  const deliver = async (pick: (length: number) => number = () => 0, until = Infinity): Promise<void> => {
    for (let rounds = 0; waiting.length > 0 && rounds < until; rounds++) {
      assert.ok(rounds < 500, "the fan-out does not come to an end");
      const due = waiting.filter(({ at }) => at <= clock.now);
      if (due.length === 0) {
        clock.now = new Date(Math.min(...waiting.map(({ at }) => at.getTime())));
        continue;
      }
      const chosen = due[pick(due.length)] ?? due[0];
      assert.ok(chosen);
      waiting.splice(waiting.indexOf(chosen), 1);
      try {
        await handle(chosen.message, silent);
      } catch (error) {
        if (!(error instanceof Died)) throw error;
        waiting.push({ message: chosen.message, at: new Date(clock.now.getTime() + 30_000) });
      }
    }
  };
  const save = (number: number, more: Partial<Interest> = {}, version = 1) =>
    recipients.save(interestOf(projectname, number, more), version);
  const summary = async () => {
    const found = await sendLog.summary(projectId);
    assert.ok(found);
    return found;
  };
  const preview = () =>
    previewWith({ recipients, optOuts, smsClass: options.smsClass ?? "info", clock: () => clock.now })(
      projectname,
    );
  /** The CustomersNotified of the start, in the order of their versions. */
  const events = async () => {
    const query = "SELECT VALUE c.event FROM c WHERE c.kind = 'event'";
    const { resources } = await container.items
      .query<EventOf<"CustomersNotified">>(query, { partitionKey: `start:${projectId}` })
      .fetchAll();
    return resources.toSorted((one, other) => one.aggregateversion - other.aggregateversion);
  };
  const texted = () => [...outbox.values()].map(({ to }) => to).toSorted();
  return {
    projectId,
    projectname,
    clock,
    waiting,
    carrier,
    outbox,
    recipients,
    sendLog,
    optOuts,
    begin,
    all,
    deliver,
    save,
    summary,
    preview,
    texted,
    events,
  };
};

const phoneOf = (number: number): string => `+82101000${String(number).padStart(4, "0")}`;
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

test("120 recipients on three pages get one message each, and the counts say so", async () => {
  const { begin, deliver, save, summary, texted } = world();
  await Promise.all(numbers(120).map((number) => save(number)));
  await begin();
  await deliver();
  assert.deepEqual(texted(), numbers(120).map(phoneOf));
  const { counts, allRead } = await summary();
  assert.equal(counts.sent, 120);
  assert.equal(allRead, true);
});

test("each page that settles somebody says so with CustomersNotified: the counts so far, and nobody's name or phone", async () => {
  const { begin, deliver, save, events, projectId, projectname } = world();
  await Promise.all(numbers(60).map((number) => save(number, number === 60 ? { phone: "02-000-0000" } : {})));
  await begin();
  await deliver();
  const told = await events();
  assert.deepEqual(
    told.map(({ data }) => data),
    [
      { projectId, projectname, outcomes: { ...noSmsOutcomes(), sent: 48 } },
      { projectId, projectname, outcomes: { ...noSmsOutcomes(), sent: 59, "not a mobile": 1 } },
    ],
  );
  for (const event of told) assert.deepEqual(customersNotified.parse(event), event);
});

test("a start with nobody interested is done at once", async () => {
  const { begin, deliver, summary } = world();
  await begin();
  await deliver();
  assert.equal((await summary()).allRead, true);
});

test("who took the interest back is not texted, also when that event came first", async () => {
  const { begin, deliver, save, texted } = world();
  await save(1, { interest: 0 }, 2);
  await save(1, { interest: 1 }, 1); // late: version 1 after version 2
  await save(2);
  await begin();
  await deliver();
  assert.deepEqual(texted(), [phoneOf(2)]);
});

test("the process may die before or after any step, and messages come twice in any order: one message each, counts true", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 6 }),
      fc.array(fc.nat(), { maxLength: 20 }),
      fc.boolean(),
      async (deaths, picks, twice) => {
        const { begin, deliver, save, summary, texted, waiting, all, events } = world({
          dieAt: new Set(deaths),
        });
        await Promise.all(numbers(60).map((number) => save(number)));
        await begin();
        if (twice) waiting.push(...waiting, ...waiting);
        let next = 0;
        await deliver((length) => (picks[next++ % Math.max(1, picks.length)] ?? 0) % length);
        waiting.push({ message: all(null), at: new Date(0) }); // replayed long after
        await deliver();
        assert.deepEqual(texted(), numbers(60).map(phoneOf));
        const { counts } = await summary();
        assert.equal(counts.sent, 60);
        const told = await events();
        assert.deepEqual(
          told.map(({ aggregateversion }) => aggregateversion),
          told.map((_, index) => index + 1),
        );
        assert.deepEqual(told.at(-1)?.data.outcomes, counts);
      },
    ),
    { numRuns: 12 },
  );
});

test("two instances with the same page send it once: the second waits for the first one's claim", async () => {
  const { begin, save, deliver, carrier, waiting, texted } = world();
  await save(1);
  await begin();
  waiting.push(...waiting);
  await Promise.all([deliver(() => 0, 1), deliver(() => 0, 1)]);
  assert.equal(carrier.requests, 1);
  await deliver();
  assert.equal(carrier.requests, 1);
  assert.deepEqual(texted(), [phoneOf(1)]);
});

test("a process that wakes up after its claim ran out records nothing: the one that took over does", async () => {
  const { save, begin, sendLog, projectId, clock, recipients, projectname, summary, deliver } = world();
  await save(1);
  await begin();
  const read = () => Promise.resolve({ interestIds: ["interest-0001"], next: null });
  const sleeper = await sendLog.claim(projectId, "all:", clock.now, read);
  clock.now = new Date(clock.now.getTime() + claimMs + 1);
  await deliver();
  assert.equal(sleeper.state, "claimed");
  const people = await recipients.these(projectname, ["interest-0001"]);
  const logged = await sendLog.logged(projectId, people);
  const line = { interestId: "interest-0001", customerId: "customer-1", outcome: "refused" as const, at: "" };
  const origin = { at: clock.now, correlationid: "test" };
  await sendLog.record(projectId, sleeper.page, { lines: [line], logged, again: [], origin });
  const { counts } = await summary();
  assert.deepEqual([counts.sent, counts.refused], [1, 0]);
});

test("an interest from before the start whose event comes after the pages were read is told all the same", async () => {
  const { begin, deliver, save, recipients, projectname, clock, waiting, all, texted } = world();
  await save(1);
  await begin();
  await deliver();
  await save(2);
  const before = new Date(clock.now.getTime() - 1000).toISOString();
  const after = new Date(clock.now.getTime() + 1000).toISOString();
  assert.equal((await recipients.startsSince(projectname, before)).length, 1);
  assert.equal(
    (await recipients.startsSince(projectname, after)).length,
    0,
    "an interest from after the start is not",
  );
  waiting.push({
    message: { ...all(null), page: { kind: "these", interestIds: ["interest-0002"], round: "e" } },
    at: clock.now,
  });
  await deliver();
  assert.deepEqual(texted(), [phoneOf(1), phoneOf(2)]);
});

test("a carrier that is down puts the page off, and the customers are told when it is back", async () => {
  const { begin, deliver, save, carrier, summary, texted, clock } = world();
  await save(1);
  carrier.down = 5;
  const started = clock.now.getTime();
  await begin();
  await deliver();
  assert.deepEqual(texted(), [phoneOf(1)]);
  assert.equal((await summary()).counts.sent, 1);
  assert.equal(clock.now.getTime() - started, (1 + 2 + 4 + 8 + 16) * 1000, "each wait is twice the last");
});

test("a phone for which the carrier is busy waits alone, and is tried again", async () => {
  const { begin, deliver, save, carrier, summary, texted } = world();
  await Promise.all([save(1), save(2)]);
  let busy = 1;
  const verdict = carrier.verdict;
  carrier.verdict = (to) => (to === phoneOf(2) && busy-- > 0 ? { to, outcome: "busy" } : verdict(to));
  await begin();
  await deliver(() => 0, 1);
  assert.deepEqual([(await summary()).counts.sent, (await summary()).counts.waiting], [1, 1]);
  await deliver();
  assert.deepEqual(texted(), [phoneOf(1), phoneOf(2)]);
  assert.deepEqual([(await summary()).counts.sent, (await summary()).counts.waiting], [2, 0]);
});

test("an advertisement at night waits for 08:00 in Seoul, and who opts out meanwhile gets none", async () => {
  const { begin, deliver, save, outbox, summary, optOuts, clock } = world({
    smsClass: "ad",
    now: "2027-03-02T14:00:00.000Z",
  });
  await Promise.all([
    save(1, { adConsent: true }),
    save(2, { adConsent: true, nightConsent: true }),
    save(3),
    save(4, { adConsent: true, customerId: "sleepless" }),
  ]);
  await begin();
  await deliver(() => 0, 1);
  assert.equal((await summary()).counts.waiting, 2);
  await optOuts.set({ customerId: "sleepless" }, true, clock.now);
  await deliver();
  assert.deepEqual(
    [...outbox.values()].map(({ to, at }) => [to, at.toISOString()]),
    [
      [phoneOf(2), "2027-03-02T14:00:00.000Z"],
      [phoneOf(1), "2027-03-02T23:00:00.000Z"],
    ],
  );
  const { counts } = await summary();
  assert.deepEqual([counts.sent, counts.waiting, counts["no consent"], counts["opted out"]], [2, 0, 1, 1]);
});

test("two pages that text one phone at once are one message, and the log says so", async () => {
  const { save, begin, deliver, waiting, all, summary, texted, clock } = world();
  await begin();
  await deliver();
  await save(1);
  await save(2, { phone: "010-1000-0001" });
  for (const interestId of ["interest-0001", "interest-0002"]) {
    const page = { kind: "these" as const, interestIds: [interestId], round: interestId };
    waiting.push({ message: { ...all(null), page }, at: clock.now });
  }
  await Promise.all([deliver(() => 0, 1), deliver(() => 0, 1)]);
  assert.deepEqual(texted(), [phoneOf(1)]);
  const { counts } = await summary();
  assert.deepEqual([counts.sent, counts["same phone"]], [1, 1]);
});

test("every outcome is in the send log", async () => {
  const { begin, deliver, save, summary, carrier, optOuts, clock } = world();
  await Promise.all([
    save(1),
    save(2, { phone: "02-123-4567" }),
    save(3, { phone: "010-12" }),
    save(4),
    save(5),
    save(6, { phone: "010-1000-0001" }),
  ]);
  await optOuts.set({ e164: phoneOf(4) }, true, clock.now);
  const verdict = carrier.verdict;
  carrier.verdict = (to) => (to === phoneOf(5) ? { to, outcome: "refused", reason: "400" } : verdict(to));
  await begin();
  await deliver();
  await optOuts.set({ e164: phoneOf(4) }, false, clock.now);
  const { counts } = await summary();
  assert.deepEqual(
    [
      counts.sent,
      counts["not a mobile"],
      counts["invalid number"],
      counts["opted out"],
      counts.refused,
      counts["same phone"],
    ],
    [1, 1, 1, 1, 1, 1],
  );
});

test("the name of a page is the same for each of its messages, whatever the try", () => {
  const { all } = world();
  assert.equal(pageName({ ...all("a"), tries: 3 }), pageName(all("a")));
  assert.notEqual(pageName(all("a")), pageName(all("b")));
});

test("the preview says what the start then does, for whatever customers there are, by day and by night", async () => {
  const person = fc.record({
    interest: fc.constantFrom<0 | 1>(1, 1, 1, 0),
    adConsent: fc.boolean(),
    nightConsent: fc.boolean(),
    optedOut: fc.constantFrom(false, false, false, true),
    phone: fc.constantFrom(undefined, undefined, "010-1000-0001", "02-123-4567", "nobody"),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(person, { maxLength: 30 }),
      fc.constantFrom<"info" | "ad">("info", "ad"),
      fc.constantFrom("2027-03-02T03:00:00.000Z", "2027-03-02T14:00:00.000Z"),
      async (people, smsClass, now) => {
        const { begin, deliver, save, optOuts, preview, summary, projectname } = world({ smsClass, now });
        for (const [index, { optedOut, phone, ...more }] of people.entries()) {
          const customerId = `${projectname}-${index}`.replaceAll(" ", "");
          await save(index + 1, { ...more, customerId, ...(phone !== undefined && { phone }) });
          if (optedOut) await optOuts.set({ customerId }, true, new Date(now));
        }
        const told = await preview();
        await begin();
        await deliver(() => 0, 1);
        const { counts } = await summary();
        assert.deepEqual(told.counts, counts);
        assert.equal(told.messages, counts.sent + counts.waiting);
        assert.equal(told.interested, people.filter(({ interest }) => interest === 1).length);
        assert.equal(told.looked, told.interested);
      },
    ),
    { numRuns: 15 },
  );
});

test("of very many customers the preview looks at the first 2,000, and says so", async () => {
  const { save, preview } = world();
  for (let from = 0; from < 2_050; from += 50) {
    await Promise.all(numbers(50).map((number) => save(from + number)));
  }
  const { interested, looked, messages } = await preview();
  assert.deepEqual([interested, looked, messages], [2_050, 2_000, 2_000]);
});
