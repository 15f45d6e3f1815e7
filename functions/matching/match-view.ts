import { z } from "zod";
import { id, instant, projectname } from "../../shared/contract/fields.ts";
import type { Considered, Verdict } from "./choose.ts";
import type { Attempt, MatchState, Outcome } from "./domain.ts";
import { verdictText } from "./reasons.ts";

const states = [
  "matching",
  "matched",
  "waiting",
  "escalated",
  "closed",
] as const satisfies MatchState["state"][];
const outcomes = [
  "open",
  "accepted",
  "passed",
  "handed back",
  "rejected",
  "replaced",
  "nobody",
] as const satisfies Outcome[];
const verdicts = [
  "chosen",
  "unavailable",
  "on leave",
  "full",
  "excluded",
  "specialty",
  "region",
  "present salesman",
  "place",
  "load",
  "idle",
  "order",
] as const satisfies Verdict[];

const reason = z.object({ code: z.string(), text: z.string() });

/** What was thought of one person: `verdict` is what decided, `text` says it to people. */
const considered = z.object({
  salesmanId: id,
  name: z.string().nullable(),
  kind: z.enum(["salesman", "consultant"]),
  verdict: z.enum(verdicts),
  text: z.string(),
  load: z.int(),
  capacity: z.int(),
});

const attempt = z.object({
  number: z.int(),
  at: instant,
  salesmanId: id.nullable(),
  consultantId: id.nullable(),
  byHand: id.nullable().describe("The staff member who named the salesman; null when he was chosen"),
  outcome: z.enum(outcomes),
  endedAt: instant.nullable(),
  because: z.string().nullable().describe("Why it was handed back"),
  remindAt: instant.nullable(),
  passAt: instant.nullable(),
  remindedAt: instant.nullable(),
  reasons: z.array(reason),
  considered: z.array(considered),
  others: z.int().describe("How many more were considered than are listed"),
});

const summary = {
  matchId: id,
  subject: z.object({ type: z.enum(["interest", "consultation"]), id }),
  projectname,
  state: z.enum(states),
  since: instant,
  salesmanId: id.nullable(),
  salesmanname: z.string().nullable(),
  consultantId: id.nullable(),
  version: z.int().describe("The version of the match (aggregateversion of SalesmanMatched)"),
};

/** A match as a list shows it. */
export const matchSummary = z.object(summary).meta({ id: "MatchSummary" });

/** A match with the whole way there: why this one, and why not that one. */
export const matchView = z
  .object({ ...summary, accepted: z.boolean(), attempts: z.array(attempt) })
  .meta({ id: "Match" });

export type MatchView = z.infer<typeof matchView>;

type Names = ReadonlyMap<string, string>;

export const toSummary = (match: MatchState, names: Names): z.infer<typeof matchSummary> => ({
  matchId: match.matchId,
  subject: match.subject,
  projectname: match.wish.projectname,
  state: match.state,
  since: match.since,
  salesmanId: match.salesmanId,
  salesmanname: match.salesmanId === null ? null : (names.get(match.salesmanId) ?? null),
  consultantId: match.consultantId,
  version: match.version,
});

export const toView = (match: MatchState, names: Names): MatchView => ({
  ...toSummary(match, names),
  accepted: match.accepted,
  attempts: match.attempts.map((one) => toAttempt(one, names)),
});

const toAttempt = (
  { deadlines, reasons, considered, ...rest }: Attempt,
  names: Names,
): MatchView["attempts"][number] => ({
  ...rest,
  remindAt: deadlines?.remindAt ?? null,
  passAt: deadlines?.passAt ?? null,
  reasons: [...reasons],
  considered: considered.map((one) => toConsidered(one, names)),
});

const toConsidered = (one: Considered, names: Names): MatchView["attempts"][number]["considered"][number] => {
  const { salesmanId, kind, verdict, load, capacity } = one;
  const name = names.get(salesmanId) ?? null;
  return { salesmanId, name, kind, verdict, text: verdictText(one), load, capacity };
};
