import type { ConsultationFigures, Latency } from "./consultations.ts";
import type { ReplayFigures } from "./replay.ts";
import type { YearFigures } from "./year.ts";

export type MatchingFigures = {
  consultations: ConsultationFigures;
  replays: ReplayFigures[];
  year: YearFigures;
};

const one = (figure: number): string => figure.toFixed(1);
const whole = (figure: number): string => figure.toFixed(0);
const row = (name: string, { p50Ms, p99Ms }: Latency, plain: Latency): string =>
  `| ${name} | ${one(p50Ms)} | ${one(p99Ms)} | ${(p50Ms / plain.p50Ms).toFixed(2)} |`;

/** What `npm run bench -- consultations` prints, and the whole bench writes down. */
export const matchingSection = ({ consultations, replays, year }: MatchingFigures): string => {
  const { answers, stream, burst } = consultations;
  return `## Consultations

\`POST /api/consultations\` with its match against the same request where matching is not there: a commit, and its showing to the customer's list. One
after the other, each kind after each other, in one run; what an answer with a match leads to has 300 ms to be done with before the next. Beside them
the floor: an orchestration of one activity that does nothing, started and waited for, without any store.

${answers
  .map(
    ({ store, plain, interest, matched, project, floor }) => `With ${store.name}:

| | p50 ms | p99 ms | p50 against the plain create |
| --- | --- | --- | --- |
${row("202, matching gone, the breaker open: the plain create", plain, plain)}
${row("\`POST /api/interests\`, another plain create", interest, plain)}
${row("\`POST /api/projects\`, a create that no view has to show", project, plain)}
${row("the floor: an orchestration that does nothing", floor, plain)}
${row("**201, matched, the alarm raised**", matched, plain)}
`,
  )
  .join("\n")}
What follows one upon the other in an answer with a match is the commit, the reads for the choice, the reservation, the match, EditSalesman and its showing
(beside the alarm): five writes of the store to the two of a plain create, and the floor on top of them. So the ratio is about three where the store is what takes
time, as on Azure; with a store that answers at once processor time alone is compared, and there the floor by itself is more than a plain create.

16 customers at once: ${whole(stream.answersPerSecond)} answers a second, ${whole(stream.matchedAtOnce * 100)} % of them with their match. ${burst.asked} customers in the same moment: ${burst.matchedAtOnce} are answered with
their match, ${burst.later} with a 202; half of all within ${whole(burst.p50Ms)} ms, the last after ${whole(burst.slowestMs)} ms; all are matched after ${one(burst.allMatchedMs / 1_000)} s, which is ${whole((burst.asked * 1_000) / burst.allMatchedMs)} a second.

An orchestration of so many activities in a row, each turn with the replay of all that was before it:

| activities | events in the history at the end | ms a turn |
| --- | --- | --- |
${replays.map(({ activities, events, perTurnMs }) => `| ${activities} | ${events} | ${perTurnMs.toFixed(2)} |`).join("\n")}

Those of matching stay below 40 events: they begin anew after each timer.

A simulated year of ${year.consultations} consultations in virtual time takes ${one(year.seconds)} s; ${year.accepted} were accepted, and ${year.atYearsEnd} were under way when it ended.
`;
};
