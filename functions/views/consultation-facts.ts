import type { Consultation, Step } from "../../shared/contract/consultation.ts";
import type { EventOf } from "../../shared/contract/events.ts";
import { seoulDate } from "../../shared/domain/clock.ts";
import type { Counts } from "./counts.ts";
import { bucketOf } from "./time-to-accept.ts";

export type ConsultationEvent =
  | EventOf<"ConsultationCreated">
  | EventOf<"ConsultationEdited">
  | EventOf<"ConsultationProgressed">
  | EventOf<"ConsultationHandedBack">;

/**
 * One thing that happened to a consultation: it came into a step, was given to a salesman (perhaps with a consultant `beside`
 * him), or handed back by one.
 */
export type Mark = {
  version: number;
  what: Step | "given" | "handed back";
  at: string;
  who: string | null;
  beside?: string;
};

/**
 * What is known of one consultation, from whichever of its events have come: the newest says how it is now, and each adds its
 * own mark. So the facts are the same in whatever order the events come, and however often.
 */
export type ConsultationFacts = {
  version: number;
  step: Step;
  salesmanId: string | null;
  consultantId: string | null;
  projectId?: string;
  /** In the order of their versions. */
  marks: readonly Mark[];
};

/** The facts once this event is known, too; the same object when it says nothing new. */
export const withEvent = (
  facts: ConsultationFacts | undefined,
  event: ConsultationEvent,
): ConsultationFacts => {
  const version = event.aggregateversion;
  const mark = markOf(event);
  const isKnown = mark === undefined || facts?.marks.some((known) => known.version === version) === true;
  const isOld = facts !== undefined && version <= facts.version;
  if (facts && isKnown && isOld) return facts;
  const marks = isKnown ? (facts?.marks ?? []) : [...(facts?.marks ?? []), mark];
  const sorted = marks.toSorted((one, other) => one.version - other.version);
  return isOld ? { ...facts, marks: sorted } : { version, ...present(event.data), marks: sorted };
};

const present = ({ step, matchedsalesman, matchedconsultant, projectId }: Consultation) => ({
  step,
  salesmanId: matchedsalesman,
  consultantId: matchedconsultant,
  ...(projectId !== undefined && { projectId }),
});

const markOf = (event: ConsultationEvent): Mark | undefined => {
  const { aggregateversion: version, time: at, data } = event;
  switch (event.type) {
    case "ConsultationCreated":
    case "ConsultationProgressed":
      return { version, what: data.step, at, who: data.matchedsalesman };
    case "ConsultationEdited":
      return event.data.matchVersion === undefined ? undefined : given(version, at, data);
    case "ConsultationHandedBack":
      return { version, what: "handed back", at, who: event.data.by };
  }
};

const given = (
  version: number,
  at: string,
  { matchedsalesman: who, matchedconsultant: beside }: Consultation,
): Mark => ({ version, what: "given", at, who, ...(beside !== null && { beside }) });

/** Everyone who serves it, or once did. */
export const peopleOf = ({ salesmanId, consultantId, marks }: ConsultationFacts): string[] => [
  ...new Set(
    [salesmanId, consultantId, ...marks.flatMap(({ who, beside = null }) => [who, beside])].filter(
      (who) => who !== null,
    ),
  ),
];

/** Whether someone is its salesman, or once was. */
export const isSalesmanOf = ({ salesmanId, marks }: ConsultationFacts, who: string): boolean =>
  salesmanId === who || marks.some((mark) => mark.who === who);

/** What it adds to its projectname; names that begin with a day are of that day alone. */
export const projectCounts = (facts: ConsultationFacts | undefined): Counts => {
  if (!facts) return {};
  const counts: Record<string, number> = { [`step ${facts.step}`]: 1 };
  if (facts.projectId !== undefined) counts[`of ${facts.projectId} ${facts.step}`] = 1;
  for (const { what, at } of facts.marks) {
    if (what === "given" || what === "handed back") continue;
    counts[`${seoulDate(new Date(at))} ${what}`] = 1;
  }
  return counts;
};

const open: ReadonlySet<Step> = new Set(["requested", "accepted", "in progress"]);

/** What it adds to the figures of one salesman. */
export const salesmanCounts = ({ step, salesmanId, marks }: ConsultationFacts, who: string): Counts => {
  const counts: Record<string, number> = {};
  const add = (name: string, count = 1): void => {
    counts[name] = (counts[name] ?? 0) + count;
  };
  if (salesmanId === who) {
    if (open.has(step)) add("open");
    if (step === "requested") add("waiting");
  }
  for (const mark of marks.filter((one) => one.who === who)) {
    if (mark.what === "handed back") add("handed back");
    if (mark.what === "canceled") add("rejected");
    if (mark.what === "success" || mark.what === "fail") add(mark.what);
    if (mark.what !== "accepted") continue;
    add("accepted");
    const given = marks.findLast((one) => one.what === "given" && one.version < mark.version);
    if (given?.who !== who) continue;
    const seconds = Math.max(0, Math.round((Date.parse(mark.at) - Date.parse(given.at)) / 1000));
    add("accept seconds", seconds);
    add(`accept ${bucketOf(seconds / 60)}`);
  }
  return counts;
};
