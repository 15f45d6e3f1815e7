import { isMainThread, parentPort, workerData } from "node:worker_threads";
import type { Consultation } from "../../shared/contract/consultation.ts";
import type { EventOf } from "../../shared/contract/events.ts";
import { NotFound } from "../../shared/domain/errors.ts";
import { anyEvent } from "../../shared/contract/envelope.ts";
import { salesmanMatched } from "../../shared/contract/matching.ts";
import { noAlarmRaiser } from "./alarm-raiser.ts";
import { assignByHandWith } from "./assign-by-hand.ts";
import { assignWith } from "./assignment.ts";
import { consultationSide, type ConsultationEvent } from "./consultation-side.fake.ts";
import { consultationMatching } from "./consultations.ts";
import { MatchDecided, type MatchState, type Outcome } from "./domain.ts";
import { StoreDown, virtualEngine } from "./engine.fake.ts";
import { holidaysWith } from "./holidays.ts";
import { interestMatching } from "./interests.ts";
import { profile } from "./people.fake.ts";
import { noReminder } from "./reminder.ts";
import { rosterOf } from "./roster.ts";
import { NotFree } from "./salesman.ts";
import { salesmanAggregateId } from "./salesmen.ts";
import { stepsOf } from "./steps.ts";
import { memoryStores } from "./stores.fake.ts";
import { seeded, virtualTime } from "./virtual-time.fake.ts";
import { wakeWaitingWith } from "./waiting.ts";
import { usualRules } from "./rules.fake.ts";

const salesmenCount = 40;
const consultantsCount = 6;
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const newYear = new Date("2027-01-01T00:00:00.000+09:00");
const fields = ["5G", "클라우드", "AI", "수출", "스마트공장"];
const regions = ["서울", "부산", "경기", "대전"];

export type SimulatedWorld = { seed: number; consultations: number };

/** How it was after the year, once all that was under way had come to its end. */
export type SimulatedYear = {
  consultations: readonly Consultation[];
  matches: (Pick<MatchState, "state" | "ending" | "accepted" | "salesmanId" | "consultantId"> & {
    id: string;
    outcomes: Outcome[];
  })[];
  people: { salesmanId: string; serving: string[] }[];
  /** The consultations whose instance runs. */
  running: string[];
  /** What went wrong in an instance, but for what was made to. */
  failures: string[];
  /** Who was given more than their capacity, and what was accepted by who had no place for it any more. */
  overfull: string[];
  withoutPlace: string[];
  /** How many were under way when the year was over. */
  atYearsEnd: number;
};

/**
 * A year of the whole context in virtual time: its own code over stores in memory, with events late, twice and out of order,
 * activities that crash and fail, salesmen who accept, sleep, hand back and accept too late, a roster that changes, and staff.
 */
const simulate = async ({ seed, consultations }: SimulatedWorld): Promise<SimulatedYear> => {
  const random = seeded(seed);
  const chance = (part: number): boolean => random() < part;
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error("There is nothing to pick from.");
    return item;
  };
  const about = (ms: number): number => -Math.log(1 - random()) * ms;
  const time = virtualTime(newYear);
  const clock = time.now;
  const overfull: string[] = [];
  const withoutPlace: string[] = [];

  // As a topic and its subscription: late, now and then very late, and now and then twice.
  const deliver = (work: () => unknown): void => {
    time.in(chance(0.002) ? about(10 * minute) : 20 + about(300), work);
    if (chance(0.02)) time.in(about(5 * minute), work);
  };

  const makesRoom = new Set(["SalesmanRegistered", "SalesmanProfileEdited", "CapacityReleased"]);
  let isWakeDue = false;
  const wakeSoon = (): void => {
    if (isWakeDue) return;
    isWakeDue = true;
    time.in(250, () => {
      isWakeDue = false;
      return wakeWaiting(engine);
    });
  };

  const { salesmen, matches: reliable } = memoryStores(
    (event) => {
      if (event.type !== "SalesmanMatched") return;
      const matched = salesmanMatched.parse(anyEvent.parse(event));
      if (matched.data.subject.type === "consultation")
        deliver(() => {
          side.matched(matched);
        });
    },
    (event, after, before) => {
      if (makesRoom.has(event.type)) wakeSoon();
      const isMore = after.serving.length > (before?.serving.length ?? 0);
      if (isMore && after.serving.length > after.profile.capacity) overfull.push(after.profile.salesmanId);
    },
  );
  // Now and then a process dies between the reserved place and the match.
  const matches: typeof reliable = {
    ...reliable,
    execute: (id, command, options) =>
      command.type === "AssignSalesman" && chance(0.01)
        ? Promise.reject(new StoreDown())
        : reliable.execute(id, command, options),
  };
  const roster = rosterOf(salesmen, clock);
  const rules = usualRules({ holidays: holidaysWith([]) });
  const parts = { salesmen, matches, roster, rules, clock };
  const assign = assignWith(parts);
  const assignByHand = assignByHandWith(parts, assign);
  const interests = interestMatching(parts, assign);
  const steps = stepsOf({ ...parts, assign, alarm: noAlarmRaiser, reminder: noReminder });
  const engine = virtualEngine(time, steps, chance);
  const heard = consultationMatching(parts);
  const wakeWaiting = wakeWaitingWith({ ...parts, interests });

  const hear = (event: ConsultationEvent): Promise<void> => {
    switch (event.type) {
      case "ConsultationCreated":
        return heard.created(event, engine);
      case "ConsultationEdited":
        return heard.edited(event, engine);
      case "ConsultationProgressed":
        return heard.progressed(event, engine);
      case "ConsultationHandedBack":
        return heard.handedBack(event, engine);
    }
  };
  const side = consultationSide(clock, (event) => {
    deliver(() => hear(event));
    if (event.type === "ConsultationEdited") decide(event);
    if (event.type === "ConsultationProgressed" && event.data.step === "accepted") {
      const { matchedsalesman, consultationId } = event.data;
      const his = salesmen.states().find(({ profile: { salesmanId } }) => salesmanId === matchedsalesman);
      if (!his?.serving.some((place) => place.consultationId === consultationId))
        withoutPlace.push(consultationId);
      serve(event);
    }
  });

  /** What the salesman does whom the consultation names now. */
  const decide = ({ data }: EventOf<"ConsultationEdited">): void => {
    const { consultationId, matchedsalesman: me } = data;
    if (me === null) return;
    const does = random();
    if (does < 0.72) time.in(about(15 * minute), () => side.progress(consultationId, me, "accepted"));
    else if (does < 0.77) time.in(about(hour), () => side.progress(consultationId, me, "canceled"));
    else if (does < 0.85) time.in(about(hour), () => side.handBack(consultationId, me));
    else if (does < 0.95) time.in(hour + about(hour), () => side.progress(consultationId, me, "accepted"));
  };
  const serve = ({ data }: EventOf<"ConsultationProgressed">): void => {
    const { consultationId, matchedsalesman: me } = data;
    if (me === null) return;
    time.in(about(day), () => {
      side.progress(consultationId, me, "in progress");
      time.in(about(3 * day), () => side.progress(consultationId, me, chance(0.6) ? "success" : "fail"));
    });
  };

  const origin = () => ({ at: clock(), correlationid: "staff" });
  const ids = {
    salesman: Array.from({ length: salesmenCount }, (_, index) => `salesman-${index}`),
    consultant: Array.from({ length: consultantsCount }, (_, index) => `consultant-${index}`),
  };
  for (const kind of ["salesman", "consultant"] as const) {
    for (const [index, id] of ids[kind].entries()) {
      const specialties = index % 4 === 0 ? [] : [pick(fields), pick(fields)];
      const served = index % 3 === 0 ? [] : [pick(regions)];
      const capacity = 10 + Math.floor(random() * 16);
      const person = profile(id, { kind, specialties, regions: served, capacity });
      // Some come in the course of the year.
      time.in(index < 30 ? 0 : about(60 * day), () =>
        salesmen.execute(
          salesmanAggregateId(id),
          { type: "RegisterSalesman", profile: person },
          { origin: origin() },
        ),
      );
    }
  }
  const edit = (id: string, changes: { available?: boolean; capacity?: number }): Promise<unknown> =>
    salesmen
      .execute(salesmanAggregateId(id), { type: "EditSalesmanProfile", changes }, { origin: origin() })
      .catch((error: unknown) => {
        if (!(error instanceof NotFound)) throw error; // He comes later in the year.
      });
  for (let at = 0; at < 365 * day; at += 8 * hour) {
    time.in(at + about(hour), () => {
      const id = pick(ids.salesman);
      time.in(2 * day, () => edit(id, { available: true }));
      return edit(id, { available: false });
    });
    time.in(at + about(hour), () => edit(pick(ids.salesman), { capacity: 8 + Math.floor(random() * 20) }));
  }
  const staffAtWork = async (): Promise<void> => {
    for (const { match } of await matches.listIn("escalated", { limit: 200 })) {
      const by = {
        consultationId: match.subject.id,
        salesmanId: pick(ids.salesman.slice(0, 30)),
        staff: "staff-1",
      };
      try {
        await assignByHand(by, origin());
        await engine.wake(match.subject.id);
      } catch (error) {
        if (!(error instanceof NotFree || error instanceof MatchDecided || error instanceof StoreDown))
          throw error;
      }
    }
  };
  for (let at = 2 * hour; at < 480 * day; at += 2 * hour) time.in(at, staffAtWork);

  for (let index = 0; index < consultations; index++) {
    // Every spring the projects start, and for three weeks there are more requests than places.
    const asks = chance(0.02) ? 60 + random() * 21 : random() * 365;
    time.in(asks * day, async () => {
      const consultationId = `consultation-${index}`;
      const projectname = `${chance(0.3) ? `[${pick(regions)}] ` : ""}${pick(fields)} 지원사업`;
      const asked = {
        consultationId,
        projectname,
        customerId: `customer-${Math.floor(random() * 20_000)}`,
        customername: "김하늘",
        phone: "010-0000-0011",
        content: `${pick(fields)}에 대해 상의하고 싶습니다.`,
        requestedAt: clock().toISOString(),
      };
      side.create(asked);
      // The sync start; the event starts the same instance when it is not running.
      if (chance(0.9)) {
        const { requestedAt, customerId, content } = asked;
        const eventId = `${consultationId}.1`;
        const input = { consultationId, projectname, customerId, content, eventId, requestedAt };
        await engine.start({ ...input, correlationid: consultationId });
      }
    });
  }
  await time.runUntil(new Date(newYear.getTime() + 365 * day));
  const atYearsEnd = matches.states().filter(({ state }) => state !== "closed").length;
  await time.runUntil(new Date(newYear.getTime() + 480 * day));
  return {
    consultations: side.all(),
    matches: matches.states().map(({ attempts, subject, ...match }) => ({
      id: subject.id,
      state: match.state,
      ending: match.ending,
      accepted: match.accepted,
      salesmanId: match.salesmanId,
      consultantId: match.consultantId,
      outcomes: attempts.map(({ outcome }) => outcome),
    })),
    people: salesmen.states().map(({ profile: { salesmanId }, serving }) => ({
      salesmanId,
      serving: serving.map(({ consultationId }) => consultationId),
    })),
    running: engine.running(),
    failures: engine.failures.map(String),
    overfull,
    withoutPlace,
    atYearsEnd,
  };
};

// In a thread of its own: node:test follows every promise of its thread, and there are millions.
if (!isMainThread) parentPort?.postMessage(await simulate(workerData as SimulatedWorld));
