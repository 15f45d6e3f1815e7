import * as df from "durable-functions";
import { z } from "zod";
import { id } from "../../shared/contract/fields.ts";
import { NotFound } from "../../shared/domain/errors.ts";
import { ok } from "../../shared/http/answers.ts";
import type { Endpoint } from "../../shared/http/endpoint.ts";
import { pageOf, pageQuery, readPage } from "../../shared/http/page.ts";
import type { AssignByHand } from "./assign-by-hand.ts";
import * as examples from "./examples.ts";
import { instancesOf } from "./instances.ts";
import { matchSummary, matchView, toSummary, toView } from "./match-view.ts";
import { matchIdOf, type Matches } from "./matches.ts";
import type { Roster } from "./roster.ts";

const params = z.object({ consultationId: id });

const { accepted: _accepted, attempts: _attempts, ...summaryExample } = examples.match;

/** The HTTP functions of matches, for staff. */
export const matchHttp = (
  endpoint: Endpoint,
  { matches, roster, assignByHand }: { matches: Matches; roster: Roster; assignByHand: AssignByHand },
): void => {
  const names = async () => {
    await roster.refresh();
    return new Map(roster.people().map(({ salesmanId, name }) => [salesmanId, name]));
  };

  endpoint(
    {
      name: "getConsultationMatch",
      method: "GET",
      path: "staff/consultations/{consultationId}/match",
      tag: "Matching",
      summary: "Why this salesman, and why not that one",
      description: "Every try with its reasons, what was thought of each person, and how it went.",
      roles: ["Staff"],
      params,
      answers: {
        200: { description: "The match", schema: matchView, example: examples.match },
      },
    },
    async ({ params: { consultationId } }) => {
      const loaded = await matches.load(matchIdOf({ type: "consultation", id: consultationId }));
      if (!loaded) throw new NotFound("match");
      return ok(toView(loaded.state, await names()));
    },
  );

  endpoint(
    {
      name: "assignConsultation",
      method: "POST",
      path: "staff/consultations/{consultationId}/assign",
      tag: "Matching",
      summary: "Give a consultation to a salesman by hand",
      description:
        "Recorded as such. Also to who is away or would not be chosen; but nobody gets more than their capacity. " +
        "Whoever has it already keeps it, and nothing changes.",
      roles: ["Staff"],
      params,
      body: z.strictObject({ salesmanId: id }).meta({ id: "AssignConsultation" }),
      bodyExample: { salesmanId: examples.salesman.salesmanId },
      extraInputs: [df.input.durableClient()],
      answers: {
        200: { description: "The match as it is now", schema: matchView, example: examples.match },
      },
      refuses: ["wrong-state"],
    },
    async ({ params: { consultationId }, body: { salesmanId }, actor, origin, context, log }) => {
      const match = await assignByHand({ consultationId, salesmanId, staff: actor.id }, origin);
      try {
        await instancesOf(context).wake(consultationId);
      } catch (error) {
        // It is saved; the instance finds it when it wakes next.
        log.warn("The instance could not be told of the assignment.", { error });
      }
      return ok(toView(match, await names()));
    },
  );

  endpoint(
    {
      name: "listMatches",
      method: "GET",
      path: "staff/matches",
      tag: "Matching",
      summary: "What waits for a salesman, or for staff: the longest waiting first",
      roles: ["Staff"],
      query: z.strictObject({
        ...pageQuery,
        state: z.enum(["matching", "matched", "waiting", "escalated", "closed"]),
      }),
      answers: {
        200: {
          description: "A page of matches in that state",
          schema: pageOf(matchSummary),
          example: { items: [summaryExample], nextCursor: null },
        },
      },
    },
    async ({ query: { state, limit, cursor } }) => {
      const known = await names();
      const page = await readPage({ limit, cursor }, (from) => matches.listIn(state, from), {
        item: ({ match }) => toSummary(match, known),
        sortKey: ({ sortKey }) => sortKey,
      });
      return ok(page);
    },
  );
};
