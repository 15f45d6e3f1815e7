import { z } from "zod";
import { step } from "../../shared/contract/consultation.ts";
import { myInterest, namedConsultation, viewPageOf } from "../../shared/contract/views.ts";
import { ok } from "../../shared/http/answers.ts";
import type { Endpoint } from "../../shared/http/endpoint.ts";
import { pageQuery } from "../../shared/http/page.ts";
import type { CustomerPage } from "./customer-page.ts";
import { asOf as exampleAsOf, consultationExample, interestExample } from "./examples.ts";
import { answerList, type Part } from "./listed.ts";
import type { SalesmanPage } from "./salesman-page.ts";

type Parts = {
  customerPage: CustomerPage;
  salesmanPage: SalesmanPage;
  asOf: { customer: () => Promise<string>; salesman: () => Promise<string> };
};

const ofConsultations = z.strictObject({ ...pageQuery, step: step.optional() });
/** The lists of a person's own things. What a person's own command has just changed is in them at once. */
export const listRoutes = (endpoint: Endpoint, { customerPage, salesmanPage, asOf }: Parts): void => {
  const consultations = {
    200: {
      description: "A page of consultations",
      schema: viewPageOf(namedConsultation),
      example: { items: [consultationExample], nextCursor: null, asOf: exampleAsOf },
    },
  };

  endpoint(
    {
      name: "listMyInterests",
      method: "GET",
      path: "me/interests",
      tag: "Interests",
      summary: "My interests, by projectname, with the present project and its D-day",
      roles: ["Customer"],
      query: z.strictObject(pageQuery),
      answers: {
        200: {
          description: "A page of my interests",
          schema: viewPageOf(myInterest),
          example: { items: [interestExample], nextCursor: null, asOf: exampleAsOf },
        },
      },
    },
    async ({ query, actor, at }) =>
      ok(await answerList(query, (part) => customerPage.interestsOf(actor.id, at, part), asOf.customer)),
  );

  endpoint(
    {
      name: "listMyConsultations",
      method: "GET",
      path: "me/consultations",
      tag: "Consultations",
      summary: "My consultations, the newest first",
      roles: ["Customer"],
      query: ofConsultations,
      answers: consultations,
    },
    async ({ query: { step: only, ...query }, actor }) => {
      const read = (part: Part) => customerPage.consultationsOf(actor.id, { step: only }, part);
      return ok(await answerList(query, read, asOf.customer));
    },
  );

  endpoint(
    {
      name: "listMyAssignments",
      method: "GET",
      path: "me/assignments",
      tag: "Consultations",
      summary: "What I was given: what waits for my decision, then what is under way, then what has ended",
      description: "Of each kind, what was requested first comes first.",
      roles: ["Salesman"],
      query: ofConsultations,
      answers: consultations,
    },
    async ({ query: { step: only, ...query }, actor }) => {
      const read = (part: Part) => salesmanPage.assignmentsOf(actor.id, { step: only }, part);
      return ok(await answerList(query, read, asOf.salesman));
    },
  );
};
