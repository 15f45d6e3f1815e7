import { z } from "zod";
import { consultation, step } from "../../shared/contract/consultation.ts";
import { ok } from "../../shared/http/answers.ts";
import type { Endpoint } from "../../shared/http/endpoint.ts";
import { pageOf, pageQuery, readPage } from "../../shared/http/page.ts";
import type { Consultations } from "./consultations.ts";
import { example } from "./example.ts";

const query = z.strictObject({
  ...pageQuery,
  step: step.optional(),
  unmatched: z
    .enum(["true", "false"])
    .transform((value) => value === "true")
    .optional()
    .describe("Only those that wait for a salesman"),
});

/** The list of all consultations, for staff. A customer's and a salesman's are views. */
export const consultationLists = (endpoint: Endpoint, consultations: Consultations): void => {
  endpoint(
    {
      name: "listConsultations",
      method: "GET",
      path: "staff/consultations",
      tag: "Consultations",
      summary: "All consultations, the newest first; those that wait for a salesman with unmatched=true",
      roles: ["Staff"],
      query,
      answers: {
        200: {
          description: "A page of consultations",
          schema: pageOf(consultation),
          example: { items: [example], nextCursor: null },
        },
      },
    },
    async ({ query: { limit, cursor, ...filter } }) =>
      ok(
        await readPage({ limit, cursor }, (from) => consultations.list(filter, from), {
          item: ({ consultation: found }) => found,
          sortKey: ({ sortKey }) => sortKey,
        }),
      ),
  );
};
