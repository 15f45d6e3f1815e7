import type { MatchConsultationInput, MatchProgress } from "../../shared/contract/match-consultation.ts";
import type { Loaded, Origin } from "../../shared/cosmos/aggregates.ts";
import type { Clock } from "../../shared/domain/clock.ts";
import { WrongState } from "../../shared/domain/errors.ts";
import type { Logger } from "../../shared/telemetry/log.ts";
import type { AlarmRaiser } from "./alarm-raiser.ts";
import { assignWith, type Assign, type Parts } from "./assignment.ts";
import { choose } from "./choose.ts";
import type { MatchCommand, MatchState, Subject, Wish } from "./domain.ts";
import { MatchDecided, Overtaken } from "./domain.ts";
import { wishOf } from "./instance-input.ts";
import { matchIdOf } from "./matches.ts";
import { nextStep } from "./next-step.ts";
import type { Plan1 } from "./process-1.ts";
import type { Chosen, Plan, Waiting } from "./process.ts";
import { isStray, releaseWith } from "./release.ts";
import type { Reminder } from "./reminder.ts";
import { NotFree } from "./salesman.ts";

/** What the orchestration's activities do: each can be done again without harm. */
export type Steps = {
  /** Looks at what is stored, and where somebody is to be chosen, chooses and assigns. */
  match: (input: MatchConsultationInput, how: { first: boolean; fresh: boolean }) => Promise<Plan>;
  /** The two halves of it, for the instances of version 1. */
  choose: (input: MatchConsultationInput, fresh: boolean) => Promise<Plan1>;
  assign: (input: MatchConsultationInput, chosen: Chosen) => Promise<Waiting | null>;
  alarm: (input: MatchConsultationInput, progress: MatchProgress, log: Logger) => Promise<null>;
  remind: (input: MatchConsultationInput, attempt: number, log: Logger) => Promise<null>;
};

type Seen = { presentSalesman: string | undefined };

/** How to look: with a roster that was read anew, and with what was read ahead. */
type Look = { fresh: boolean; seen?: Seen | undefined };

export const stepsOf = (
  parts: Parts & { clock: Clock; alarm: AlarmRaiser; reminder: Reminder; assign?: Assign },
): Steps => {
  const { matches, roster, rules, clock, alarm, reminder } = parts;
  const assign = parts.assign ?? assignWith(parts);
  const release = releaseWith(parts);

  const run = async (input: MatchConsultationInput, command: MatchCommand): Promise<MatchState> => {
    const origin = originOf(input, command.at);
    return (await matches.execute(command.about.matchId, command, { origin })).state;
  };

  const matchOf = (input: MatchConsultationInput): Promise<Loaded<MatchState> | undefined> =>
    matches.load(matchIdOf(subjectOf(input)));

  // All that a choice asks for, at once with whatever else is read.
  const lookAhead = async ({ customerId }: MatchConsultationInput): Promise<Seen> => {
    const [presentSalesman] = await Promise.all([matches.salesmanOf(customerId), roster.refresh()]);
    return { presentSalesman };
  };

  const find = async (
    input: MatchConsultationInput,
    match: MatchState | undefined,
    excluded: readonly string[],
    { fresh, seen, isSecondLook = false }: Look & { isSecondLook?: boolean },
  ): Promise<Plan1> => {
    const at = clock();
    const wish = match?.wish ?? wishOf(input);
    const isFirstTry = match === undefined || match.tried === 0;
    const [{ presentSalesman }] = await Promise.all([
      seen ?? lookAhead(input),
      roster.refresh({ fresh: fresh || !isFirstTry }),
    ]);
    const reserved = await release.strays(input.consultationId, match, originOf(input, at));
    const { salesman, consultant, ...found } = choose(
      { ...wish, presentSalesman, reserved, excluded },
      roster.people(input.consultationId),
      at,
    );
    if (!salesman) {
      const waiting = await run(input, { type: "Wait", about: aboutOf(input, wish), at, ...found });
      // Noted, then looked once more: who becomes free at this moment either finds us waiting, or is found here.
      const isNew = match?.state !== "waiting";
      if (isNew && !isSecondLook)
        return find(input, waiting, excluded, { fresh: true, seen: { presentSalesman }, isSecondLook: true });
      return wait(waiting, retryAt(waiting, at, rules.retryMinutes));
    }
    const chosen = [salesman.salesmanId, consultant?.salesmanId ?? null] as const;
    for (const id of chosen) if (id !== null) roster.expect(id, input.consultationId);
    const [salesmanId, consultantId] = chosen;
    const said = { salesmanId, consultantId, after: match?.tried ?? 0, ...found };
    return { do: "assign", chosen: { ...said, ...(presentSalesman !== undefined && { presentSalesman }) } };
  };

  const plan = async (
    input: MatchConsultationInput,
    match: MatchState | undefined,
    look: Look,
  ): Promise<Plan1> => {
    if (!match) return find(input, undefined, [], look);
    const at = clock();
    const step = nextStep(match, at, rules.maxPasses);
    switch (step.do) {
      case "end":
        return { do: "end", progress: progressOf(match) };
      case "choose":
        return find(input, match, step.excluded, look);
      case "escalate":
        return wait(await run(input, { type: "Escalate", about: match, at }), null);
      case "remind":
        return step;
      case "wait":
        return wait(match, step.until);
    }
  };

  const assignChosen = async (
    input: MatchConsultationInput,
    { salesmanId, consultantId, after, presentSalesman, ...found }: Chosen,
    stored: Loaded<MatchState> | undefined,
  ): Promise<Waiting | null> => {
    const wish = stored?.state.wish ?? wishOf(input);
    try {
      const origin = originOf(input, clock());
      const chosen = { subject: subjectOf(input), wish, salesmanId, consultantId, found };
      const known = { presentSalesman, match: stored ?? null };
      const match = await assign({ ...chosen, by: { choiceAfter: after }, known }, origin);
      const step = nextStep(match, clock(), rules.maxPasses);
      return wait(match, step.do === "wait" ? step.until : origin.at.toISOString());
    } catch (error) {
      if (error instanceof NotFree || error instanceof Overtaken || error instanceof MatchDecided)
        return null;
      throw error;
    }
  };

  // The try that stored it died before it could say so: its alarm was not raised, or that is not known.
  const isJustMatched = ({ state, since }: MatchState): boolean =>
    state === "matched" && !isStray({ at: since }, clock(), rules.strayMinutes);

  return {
    match: async (input, { first, fresh }) => {
      const ahead = first ? lookAhead(input) : undefined;
      const [stored, seen] = await Promise.all([matchOf(input), ahead]);
      const planned = await plan(input, stored?.state, { fresh, seen }).catch(endWhenDecided(input));
      if (planned.do !== "assign") {
        return planned.do === "wait"
          ? { ...planned, isNew: first && stored !== undefined && isJustMatched(stored.state) }
          : planned;
      }
      const waiting = await assignChosen(input, planned.chosen, stored);
      return waiting ? { ...waiting, isNew: true } : { do: "again" };
    },
    choose: async (input, fresh) =>
      plan(input, (await matchOf(input))?.state, { fresh }).catch(endWhenDecided(input)),
    assign: async (input, chosen) => assignChosen(input, chosen, await matchOf(input)),
    alarm: async (input, { salesmanId, version }, log) => {
      if (salesmanId === null) return null;
      try {
        await alarm.raise({ ...input, salesmanId, version }, log);
      } catch (error) {
        // The events bring the same alarm a little later.
        log.warn("The alarm could not be raised at once.", { error });
      }
      return null;
    },
    remind: async (input, attempt, log) => {
      const match = (await matches.load(matchIdOf(subjectOf(input))))?.state;
      if (!match || match.salesmanId === null) return null;
      const { phone } = await roster.profileOf(match.salesmanId);
      try {
        await reminder.remind({ phone, matchId: match.matchId, attempt, firstSent: new Date(match.since) });
      } catch (error) {
        log.warn("The reminder could not be sent.", { error });
      }
      await run(input, { type: "NoteReminder", about: match, at: clock(), attempt });
      return null;
    },
  };

  // It was decided while we chose.
  function endWhenDecided(input: MatchConsultationInput) {
    return async (error: unknown): Promise<Extract<Plan, { do: "end" }>> => {
      const match = (await matches.load(matchIdOf(subjectOf(input))))?.state;
      if (!(error instanceof WrongState) || !match) throw error;
      return { do: "end", progress: progressOf(match) };
    };
  }
};

/** The match as the orchestration shows it. */
export const progressOf = ({ state, salesmanId, consultantId, version }: MatchState): MatchProgress => ({
  state,
  salesmanId,
  consultantId,
  version,
});

const longestRetryMs = 60 * 60_000;

/**
 * Whoever becomes free wakes those who wait: this is for the wake-up that got lost. So it is tried again after as long as it has
 * waited already, at least `retryMinutes`, at most an hour; many who wait for long cost little.
 */
const retryAt = ({ since }: MatchState, now: Date, retryMinutes: number): string => {
  const waitedMs = Math.min(longestRetryMs, now.getTime() - Date.parse(since));
  return new Date(now.getTime() + Math.max(retryMinutes * 60_000, waitedMs)).toISOString();
};

const wait = (match: MatchState, until: string | null): Waiting => ({
  do: "wait",
  until,
  progress: progressOf(match),
});

const subjectOf = ({ consultationId }: MatchConsultationInput): Subject => ({
  type: "consultation",
  id: consultationId,
});

const aboutOf = (input: MatchConsultationInput, wish: Wish) => ({
  matchId: matchIdOf(subjectOf(input)),
  subject: subjectOf(input),
  wish,
});

const originOf = ({ correlationid, traceparent }: MatchConsultationInput, at: Date): Origin => ({
  at,
  correlationid,
  ...(traceparent !== undefined && { traceparent }),
});
