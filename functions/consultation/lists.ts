import { z } from "zod";
import { consultation, step } from "../../shared/contract/consultation.ts";
import { ok } from "../../shared/http/answers.ts";
import type { Endpoint } from "../../shared/http/endpoint.ts";
import { pageOf, pageQuery, readPage } from "../../shared/http/page.ts";
import type { Consultations, Whose } from "./consultations.ts";
import { example } from "./example.ts";

const query = z.strictObject({ ...pageQuery, step: step.optional() });
const staffQuery = query.extend({
  unmatched: z
    .enum(["true", "false"])
    .transform((value) => value === "true")
    .optional()
    .describe("Only those that wait for a salesman"),
});

type Query = z.output<typeof query> & { unmatched?: boolean | undefined };

/** The consultation's lists: a customer's, a salesman's, and for staff all. */
export const consultationLists = (endpoint: Endpoint, consultations: Consultations): void => {
  const answers = {
    200: {
      description: "A page of consultations",
      schema: pageOf(consultation),
      example: { items: [example], nextCursor: null },
    },
  };
  const list = async (whose: Whose, { limit, cursor, ...filter }: Query) =>
    ok(
      await readPage({ limit, cursor }, (from) => consultations.list(whose, filter, from), {
        item: ({ consultation: found }) => found,
        sortKey: ({ sortKey }) => sortKey,
      }),
    );

  endpoint(
    {
      name: "listMyConsultations",
      method: "GET",
      path: "me/consultations",
      tag: "Consultations",
      summary: "My consultations, the newest first",
      roles: ["Customer"],
      query,
      answers,
    },
    ({ query: asked, actor }) => list({ customerId: actor.id }, asked),
  );

  endpoint(
    {
      name: "listMyAssignments",
      method: "GET",
      path: "me/assignments",
      tag: "Consultations",
      summary: "What I was given, what waits longest first",
      roles: ["Salesman"],
      query,
      answers,
    },
    ({ query: asked, actor }) => list({ salesmanId: actor.id }, asked),
  );

  endpoint(
    {
      name: "listConsultations",
      method: "GET",
      path: "staff/consultations",
      tag: "Consultations",
      summary: "All consultations, the newest first; those that wait for a salesman with unmatched=true",
      roles: ["Staff"],
      query: staffQuery,
      answers,
    },
    ({ query: asked }) => list("everybody", asked),
  );
};
