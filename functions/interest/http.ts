import { z } from "zod";
import { id } from "../../shared/contract/fields.ts";
import { createInterest, interest, type Interest, updateInterest } from "../../shared/contract/interest.ts";
import { Invalid, NotFound } from "../../shared/domain/errors.ts";
import { created, ok } from "../../shared/http/answers.ts";
import type { Endpoint } from "../../shared/http/endpoint.ts";
import type { ShowEvents } from "../../shared/http/show-events.ts";
import { toInterest } from "./domain.ts";
import { interestIdOf, type Interests } from "./interests.ts";

const etag = { ETag: "The version, for If-Match" };

const example: Interest = {
  interestId: "0f1a2b3c-4d5e-5f60-8182-93a4b5c6d7e8",
  projectname: "이음5G 융합서비스 실증사업",
  interest: 1,
  customerId: "customer-1",
  customername: "김하늘",
  phone: "010-0000-0001",
  adConsent: true,
  adConsentAt: "2026-11-24T02:00:00.000Z",
  nightConsent: false,
  matchedsalesman: null,
};

/** The interest's HTTP functions. */
export const interestHttp = (endpoint: Endpoint, interests: Interests, showEvents: ShowEvents): void => {
  endpoint(
    {
      name: "createInterest",
      method: "POST",
      path: "interests",
      tag: "Interests",
      summary: "Save my interest in a projectname; saving again updates it",
      description:
        "The customer gets one SMS each year when the project starts. adConsent and nightConsent are two separate, optional " +
        "consents to advertising; nothing depends on them but the messages that need them.",
      roles: ["Customer"],
      body: createInterest,
      bodyExample: {
        projectname: example.projectname,
        interest: 1,
        customername: example.customername,
        phone: example.phone,
        adConsent: true,
      },
      idempotent: true,
      answers: {
        201: {
          description: "The new interest",
          schema: interest,
          headers: { ...etag, Location: "Where the interest is" },
          example,
        },
        200: {
          description: "The interest that was there, updated",
          schema: interest,
          headers: etag,
          example,
        },
      },
    },
    async ({ body, actor, at, origin, idempotency, log }) => {
      const { projectname, customerId, ...said } = body;
      if (customerId !== undefined && customerId !== actor.id) {
        throw new Invalid({ path: "customerId", message: "must be your own" });
      }
      const customername = said.customername ?? actor.name;
      if (customername === undefined) throw new Invalid({ path: "customername", message: "is required" });
      if (idempotency) await interests.claimKey(idempotency);
      const interestId = interestIdOf(actor.id, projectname);
      const {
        state,
        version,
        created: isNew,
        events,
      } = await interests.execute(
        interestId,
        {
          type: "CreateInterest",
          interestId,
          customerId: actor.id,
          projectname,
          said: { ...said, customername },
          at,
        },
        { origin, idempotency, expectNew: true },
      );
      await showEvents(events, { origin, log });
      return isNew
        ? created(toInterest(state), version, `/api/interests/${interestId}`)
        : ok(toInterest(state), version);
    },
  );

  endpoint(
    {
      name: "updateInterest",
      method: "PATCH",
      path: "interests/{interestId}",
      tag: "Interests",
      summary: "Change my interest: interest 0 takes it back, the consents stop the messages that need them",
      roles: ["Customer"],
      params: z.object({ interestId: id }),
      body: updateInterest,
      bodyExample: { interest: 0 },
      conditional: true,
      answers: {
        200: { description: "The interest as it is now", schema: interest, headers: etag, example },
      },
    },
    async ({ params: { interestId }, body, actor, at, origin, ifVersions, log }) => {
      const { state, version, events } = await interests.execute(
        interestId,
        { type: "UpdateInterest", interestId, by: actor.id, said: body, at },
        { origin, ifVersions },
      );
      await showEvents(events, { origin, log });
      return ok(toInterest(state), version);
    },
  );

  endpoint(
    {
      name: "getInterest",
      method: "GET",
      path: "interests/{interestId}",
      tag: "Interests",
      summary: "One of my interests",
      roles: ["Customer"],
      params: z.object({ interestId: id }),
      answers: { 200: { description: "The interest", schema: interest, headers: etag, example } },
    },
    async ({ params: { interestId }, actor }) => {
      const loaded = await interests.load(interestId);
      if (loaded?.state.customerId !== actor.id) throw new NotFound("interest");
      return ok(toInterest(loaded.state), loaded.version);
    },
  );
};
