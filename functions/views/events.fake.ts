import fc from "fast-check";
import type { Consultation, Step } from "../../shared/contract/consultation.ts";
import type { Interest } from "../../shared/contract/interest.ts";
import type { EventOf, EventType } from "../../shared/contract/events.ts";
import { noSmsOutcomes } from "../../shared/contract/notification.ts";
import type { ViewEvent } from "./view-events.ts";

// Histories as the core contexts write them, for tests: each aggregate's events with versions 1, 2, 3 ...

const began = Date.parse("2027-03-01T12:00:00.000Z");

/** An event; `hour` counts from noon in UTC, 9 in the evening in Seoul. */
export const eventOf = <Type extends EventType>(
  type: Type,
  subject: string,
  aggregateversion: number,
  data: EventOf<Type>["data"],
  hour = aggregateversion,
): EventOf<Type> =>
  ({
    specversion: "1.0",
    id: `${subject}-${aggregateversion}`,
    source: "/contexts/test",
    type,
    subject,
    time: new Date(began + hour * 60 * 60 * 1000).toISOString(),
    datacontenttype: "application/json",
    dataversion: 1,
    aggregateversion,
    correlationid: "test",
    data,
  }) as unknown as EventOf<Type>;

export const consultationOf = (consultationId: string, more: Partial<Consultation> = {}): Consultation => ({
  consultationId,
  projectname: "가 사업",
  customerId: "customer-1",
  customername: "김하늘",
  phone: "010-0000-0001",
  content: "문의",
  matchedsalesman: null,
  matchedconsultant: null,
  step: "requested",
  requestedAt: new Date(began).toISOString(),
  ...more,
});

/** What may happen to a consultation after it was requested. */
export type Turn =
  | { turn: "edit" }
  | { turn: "give"; to: string; consultant: string | null }
  | { turn: "hand back" }
  | { turn: "step"; to: Step };

/** The history of one consultation that takes these turns, as far as they are possible. */
export const consultationHistory = (
  consultationId: string,
  turns: readonly Turn[],
  more: Partial<Consultation> = {},
): ViewEvent[] => {
  let now = consultationOf(consultationId, more);
  const events: ViewEvent[] = [eventOf("ConsultationCreated", consultationId, 1, now)];
  for (const turn of turns) {
    const version = events.length + 1;
    const isOpen = now.step === "requested";
    const who = now.matchedsalesman;
    if (turn.turn === "edit" && isOpen) {
      now = { ...now, content: `문의 ${version}` };
      events.push(eventOf("ConsultationEdited", consultationId, version, { ...now, changed: ["content"] }));
    } else if (turn.turn === "give" && isOpen) {
      now = { ...now, matchedsalesman: turn.to, matchedconsultant: turn.consultant };
      const changed = ["matchedsalesman", "matchedconsultant"];
      events.push(
        eventOf("ConsultationEdited", consultationId, version, { ...now, changed, matchVersion: version }),
      );
    } else if (turn.turn === "hand back" && isOpen && who !== null) {
      now = { ...now, matchedsalesman: null, matchedconsultant: null };
      const data = { ...now, by: who, reason: "no time" as const };
      events.push(eventOf("ConsultationHandedBack", consultationId, version, data));
    } else if (turn.turn === "step" && who !== null && follows[now.step].includes(turn.to)) {
      const from = now.step;
      now = { ...now, step: turn.to };
      events.push(eventOf("ConsultationProgressed", consultationId, version, { ...now, from }));
    }
  }
  return events;
};

const follows: Record<Step, readonly Step[]> = {
  requested: ["accepted", "canceled"],
  accepted: ["in progress"],
  "in progress": ["success", "fail"],
  canceled: [],
  success: [],
  fail: [],
};

const projectnames = ["가 사업", "나 사업"];
const salesmen = ["salesman-1", "salesman-2", "salesman-3"];
const customers = ["customer-1", "customer-2"];

const turns = fc.array(
  fc.oneof(
    fc.constant({ turn: "edit" } as const),
    fc.record({
      turn: fc.constant("give" as const),
      to: fc.constantFrom(...salesmen),
      consultant: fc.constantFrom(null, "consultant-1"),
    }),
    fc.constant({ turn: "hand back" } as const),
    fc.record({
      turn: fc.constant("step" as const),
      to: fc.constantFrom<Step>("accepted", "canceled", "in progress", "success", "fail"),
    }),
  ),
  { maxLength: 8 },
);

const consultations = fc.array(
  fc.record({
    turns,
    projectname: fc.constantFrom(...projectnames),
    customerId: fc.constantFrom(...customers),
    year: fc.constantFrom(undefined, "2026", "2027"),
  }),
  { maxLength: 4 },
);

const interests = fc.array(
  fc.record({
    values: fc.array(fc.constantFrom(1 as const, 0 as const), { minLength: 1, maxLength: 4 }),
    projectname: fc.constantFrom(...projectnames),
    customerId: fc.constantFrom(...customers),
  }),
  { maxLength: 4 },
);

const projects = fc.array(
  fc.record({
    names: fc.array(fc.constantFrom(...projectnames), { minLength: 1, maxLength: 4 }),
    year: fc.constantFrom(2026, 2027),
  }),
  { maxLength: 3 },
);

const starts = fc.array(
  fc.record({
    sent: fc.array(fc.record({ more: fc.nat(20), hour: fc.nat(48) }), { maxLength: 4 }),
    projectname: fc.constantFrom(...projectnames),
  }),
  { maxLength: 2 },
);

const matches = fc.array(
  fc.record({
    who: fc.constantFrom(...salesmen),
    name: fc.constantFrom("박영업", "이영업"),
    hour: fc.nat(3),
  }),
  { maxLength: 4 },
);

/** Whole histories of a few aggregates of every kind, each in its own order. */
export const histories: fc.Arbitrary<ViewEvent[][]> = fc
  .record({ consultations, interests, projects, starts, matches })
  .map((all) => [
    ...all.consultations.map(({ turns: taken, projectname, customerId, year }, index) =>
      consultationHistory(`c${index}`, taken, {
        projectname,
        customerId,
        ...(year !== undefined && { projectId: `p-${year}` }),
      }),
    ),
    ...all.interests.map(({ values, projectname, customerId }, index) =>
      values.map((interest, at): ViewEvent => {
        const data = { ...interestOf(`i${index}`), projectname, customerId, interest };
        return eventOf(at === 0 ? "InterestCreated" : "InterestUpdated", `i${index}`, at + 1, data);
      }),
    ),
    ...all.projects.map(({ names, year }, index) =>
      names.map((projectname, at): ViewEvent => {
        const data = { projectId: `p${index}`, projectname, year, status: "planned" as const };
        return eventOf(at === 0 ? "ProjectCreated" : "ProjectEdited", `p${index}`, at + 1, data);
      }),
    ),
    ...all.starts.map(({ sent, projectname }, index) => {
      let total = 0;
      return sent
        .toSorted((one, other) => one.hour - other.hour)
        .map(({ more, hour }, at): ViewEvent => {
          total += more;
          const data = { projectId: `s${index}`, projectname, outcomes: { ...noSmsOutcomes(), sent: total } };
          return eventOf("CustomersNotified", `s${index}`, at + 1, data, hour);
        });
    }),
    ...all.matches.map(({ who, name, hour }, index): ViewEvent[] => [
      eventOf(
        "SalesmanMatched",
        `m${index}`,
        1,
        {
          matchId: `m${index}`,
          subject: { type: "consultation", id: `c${index}` },
          salesmanId: who,
          salesmanname: name,
          consultantId: null,
          reasons: [],
        },
        hour,
      ),
    ]),
  ]);

const interestOf = (interestId: string): Interest => ({
  interestId,
  projectname: "가 사업",
  interest: 1,
  customerId: "customer-1",
  customername: "김하늘",
  phone: "010-0000-0001",
  adConsent: false,
  nightConsent: false,
  matchedsalesman: null,
});

/** The events of these histories, shuffled, some of them twice, and cut into batches. */
export const delivered = (events: readonly ViewEvent[]): fc.Arbitrary<ViewEvent[][]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...events], { minLength: events.length }),
      fc.subarray([...events]),
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1 }),
    )
    .map(([once, again, sizes]) => {
      const all = [...once, ...again];
      const batches: ViewEvent[][] = [];
      for (let from = 0; from < all.length;) {
        const size = sizes[batches.length % sizes.length] ?? 1;
        batches.push(all.slice(from, from + size));
        from += size;
      }
      return batches;
    });
