import type { Salesman } from "../../shared/contract/salesman.ts";
import { seoulDate } from "../../shared/domain/clock.ts";
import { folded } from "./folded.ts";
import { regionsOf, servingRegion } from "./region.ts";
import { noneReason, reasonsOf, type Reason } from "./reasons.ts";
import { isOnLeave } from "./working-time.ts";

/** What is to be served. */
export type Request = {
  projectname: string;
  content?: string | undefined;
  region?: string | undefined;
  /** Who serves this customer already. */
  presentSalesman?: string | undefined;
  /** Who has a place for it from an earlier try that died before its match was saved. */
  reserved?: readonly string[];
  /** Those who let it pass or handed it back. */
  excluded: readonly string[];
};

/** A person on the roster as the choice sees them. */
export type Candidate = Pick<
  Salesman,
  "salesmanId" | "name" | "kind" | "specialties" | "regions" | "capacity" | "available" | "leave" | "load"
> & {
  lastMatchedAt: string | null;
  /** Places that are being given away at this moment: they count in the order, but do not fill the capacity. */
  expected?: number;
};

/** Why a person was chosen or not: a hard rule that failed, or what the one above them in the order was better at. */
export type Verdict =
  | "chosen"
  | "unavailable"
  | "on leave"
  | "full"
  | "excluded"
  | "specialty"
  | "region"
  | "present salesman"
  | "place"
  | "load"
  | "idle"
  | "order";

/** What the choice thought of one person. `unfit` are the conditions that had to be relaxed for them. */
export type Considered = Pick<Candidate, "salesmanId" | "kind" | "load" | "capacity"> & {
  verdict: Verdict;
  unfit: readonly ("specialty" | "region")[];
};

const rankedKept = 40;
const refusedKept = 20;

export type Choice = {
  salesman: Candidate | null;
  consultant: Candidate | null;
  reasons: Reason[];
  /** The salesmen first; of each kind the best first, and then those who failed a hard rule. */
  considered: Considered[];
  /** How many more there were: of each kind the best 40 are kept, and 20 who failed a rule. */
  others: number;
};

/** A candidate who meets every hard rule, with what the order asks of them. */
export type Ranked = {
  person: Candidate;
  specialty: string | undefined;
  region: string | undefined;
  isPresent: boolean;
  isReserved: boolean;
};

/**
 * Who serves the request: a pure function of it, the roster and the time; the roster's order plays no part. Hard rules first. Then
 * the conditions, relaxed in order (specialty, then region, then both); among equals the customer's present salesman, who
 * has a place for it already, the lowest load share, the longest idle, and at last the id. A consultant is chosen beside, by the same rules.
 */
export const choose = (request: Request, roster: readonly Candidate[], now: Date): Choice => {
  const salesmen = chooseOf("salesman", request, roster, now);
  const consultants = chooseOf("consultant", request, roster, now);
  const [salesman] = salesmen.ranked;
  const [consultant] = consultants.ranked;
  return {
    salesman: salesman?.person ?? null,
    consultant: consultant?.person ?? null,
    reasons: salesman
      ? [
          ...reasonsOf("salesman", salesman, rivalOf(salesmen.ranked)),
          ...(consultant ? reasonsOf("consultant", consultant, rivalOf(consultants.ranked)) : []),
        ]
      : [noneReason(salesmen.considered.length + salesmen.others)],
    considered: [...salesmen.considered, ...consultants.considered],
    others: salesmen.others + consultants.others,
  };
};

const chooseOf = (
  kind: Candidate["kind"],
  request: Request,
  roster: readonly Candidate[],
  now: Date,
): { ranked: Ranked[]; considered: Considered[]; others: number } => {
  const today = seoulDate(now);
  const excluded = new Set(request.excluded);
  const reserved = new Set(request.reserved);
  const text = folded(`${request.projectname}\n${request.content ?? ""}`);
  const wanted = regionsOf(request);
  const ranked: Ranked[] = [];
  const refused: Considered[] = [];
  for (const person of roster) {
    if (person.kind !== kind) continue;
    const failed = failedRule(person, excluded, today);
    if (failed) {
      refused.push(considered(person, failed, []));
      continue;
    }
    ranked.push({
      person,
      specialty: person.specialties.find((word) => text.includes(folded(word))),
      region: servingRegion(wanted, person.regions),
      isPresent: person.salesmanId === request.presentSalesman,
      isReserved: reserved.has(person.salesmanId),
    });
  }
  ranked.sort((one, other) => order(one, other).sign);
  const [best] = ranked;
  const judged = ranked
    .slice(0, rankedKept)
    .map((one) =>
      considered(one.person, best && one !== best ? order(best, one).by : "chosen", unfitOf(one)),
    );
  const kept = [...judged, ...refused.toSorted(byId).slice(0, refusedKept)];
  return { ranked, considered: kept, others: ranked.length + refused.length - kept.length };
};

const failedRule = (
  person: Candidate,
  excluded: ReadonlySet<string>,
  today: string,
): "excluded" | "unavailable" | "on leave" | "full" | undefined => {
  if (excluded.has(person.salesmanId)) return "excluded";
  if (!person.available) return "unavailable";
  if (isOnLeave(person.leave, today)) return "on leave";
  return person.load < person.capacity ? undefined : "full";
};

const considered = (
  { salesmanId, kind, load, capacity }: Candidate,
  verdict: Verdict,
  unfit: Considered["unfit"],
): Considered => ({ salesmanId, kind, load, capacity, verdict, unfit });

const unfitOf = ({ specialty, region }: Ranked): Considered["unfit"] => [
  ...(specialty === undefined ? (["specialty"] as const) : []),
  ...(region === undefined ? (["region"] as const) : []),
];

/** Which of the two comes first (a negative sign: `one`), and by what. */
const order = (one: Ranked, other: Ranked): { sign: number; by: Verdict } => {
  const tier = tierOf(one) - tierOf(other);
  if (tier !== 0)
    return {
      sign: tier,
      by: (one.region === undefined) === (other.region === undefined) ? "specialty" : "region",
    };
  if (one.isPresent !== other.isPresent) return { sign: one.isPresent ? -1 : 1, by: "present salesman" };
  if (one.isReserved !== other.isReserved) return { sign: one.isReserved ? -1 : 1, by: "place" };
  // load/capacity of one less that of the other, without a fraction that could be rounded.
  const share = taken(one) * other.person.capacity - taken(other) * one.person.capacity;
  if (share !== 0) return { sign: share, by: "load" };
  const [since, otherSince] = [one.person.lastMatchedAt ?? "", other.person.lastMatchedAt ?? ""];
  if (since !== otherSince) return { sign: since < otherSince ? -1 : 1, by: "idle" };
  return { sign: one.person.salesmanId < other.person.salesmanId ? -1 : 1, by: "order" };
};

const taken = ({ person: { load, expected = 0 } }: Ranked): number => load + expected;

/** The second in the order, when the same conditions were relaxed for both: against whom the order decided. */
const rivalOf = ([first, second]: readonly Ranked[]): Ranked | undefined =>
  first && second && tierOf(first) === tierOf(second) ? second : undefined;

/** 0 when both conditions are met, 1 without the specialty, 2 without the region, 3 without both. */
const tierOf = ({ specialty, region }: Ranked): number =>
  (specialty === undefined ? 1 : 0) + (region === undefined ? 2 : 0);

const byId = (one: Considered, other: Considered): number => (one.salesmanId < other.salesmanId ? -1 : 1);
