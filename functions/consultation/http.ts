import type { HttpResponseInit } from "@azure/functions";
import * as df from "durable-functions";
import { z } from "zod";
import {
  consultation,
  createConsultation,
  editConsultation,
  progressConsultation,
  rejectConsultation,
  type Consultation,
} from "../../shared/contract/consultation.ts";
import type { AnyEvent } from "../../shared/contract/envelope.ts";
import { id } from "../../shared/contract/fields.ts";
import { Invalid, NotFound } from "../../shared/domain/errors.ts";
import { idFrom, newId } from "../../shared/domain/ids.ts";
import { created, ok } from "../../shared/http/answers.ts";
import type { Endpoint } from "../../shared/http/endpoint.ts";
import type { ShowEvents } from "../../shared/http/show-events.ts";
import type { Call } from "../../shared/http/route.ts";
import type { Consultations } from "./consultations.ts";
import type { ConsultationCommand } from "./domain.ts";
import { example } from "./example.ts";
import { matchAtOnce } from "./match-at-once.ts";
import type { Matcher } from "./matcher.ts";

const params = z.object({ consultationId: id });
const etag = { ETag: "The version, for If-Match" };
const one = (description: string, shown: Consultation) => ({
  description,
  schema: consultation,
  headers: etag,
  example: shown,
});
const location = { ...etag, Location: "Where the consultation is, with its state" };

type Parts = { consultations: Consultations; matcher: Matcher; showEvents: ShowEvents };

/** The consultation's HTTP functions that change something. */
export const consultationHttp = (endpoint: Endpoint, { consultations, matcher, showEvents }: Parts): void => {
  endpoint(
    {
      name: "createConsultation",
      method: "POST",
      path: "consultations",
      tag: "Consultations",
      summary: "Ask for advice, and see at once who will call",
      description:
        "201 with the matched salesman, who sees the alarm already; 202 when matching takes longer or nobody is free: the request " +
        "is safe, and `Location` shows who it will be.",
      roles: ["Customer"],
      body: createConsultation,
      bodyExample: {
        projectname: example.projectname,
        phone: example.phone,
        content: example.content,
        preferredDate: example.preferredDate,
        region: example.region,
      },
      extraInputs: [df.input.durableClient()],
      idempotent: true,
      answers: {
        201: { ...one("The consultation, matched", example), headers: location },
        202: {
          ...one("The consultation, not matched yet", { ...example, matchedsalesman: null }),
          headers: { ...location, "Retry-After": "Seconds after which a look makes sense" },
        },
      },
      refuses: ["already-exists"],
    },
    async (call) => {
      const { body, actor, at, origin, idempotency } = call;
      const { customerId, ...written } = body;
      if (customerId !== undefined && customerId !== actor.id) {
        throw new Invalid({ path: "customerId", message: "must be your own" });
      }
      const customername = written.customername ?? actor.name;
      if (customername === undefined) throw new Invalid({ path: "customername", message: "is required" });
      const consultationId = idempotency ? idFrom("consultation", actor.id, idempotency.key) : newId();
      const fields = { ...written, customername };
      const committed = await consultations.execute(
        consultationId,
        { type: "CreateConsultation", consultationId, customerId: actor.id, fields, at },
        { origin, idempotency, expectNew: true },
      );
      const show = (events: readonly AnyEvent[]) => showEvents(events, call);
      const [{ state, version }] = await Promise.all([
        matchAtOnce(committed, call, { consultations, matcher, show }),
        show(committed.events),
      ]);
      const where = `/api/consultations/${consultationId}`;
      return state.consultation.matchedsalesman === null
        ? accepted(state.consultation, version, where)
        : created(state.consultation, version, where);
    },
  );

  endpoint(
    {
      name: "editConsultation",
      method: "PATCH",
      path: "consultations/{consultationId}",
      tag: "Consultations",
      summary: "Change my request, until it is decided; null takes a field away",
      roles: ["Customer"],
      params,
      body: editConsultation,
      bodyExample: { preferredDate: "2027-03-08" },
      conditional: true,
      answers: { 200: one("The consultation as it is now", example) },
      refuses: ["wrong-state"],
    },
    (call) => run(call, { type: "EditConsultation", by: call.actor.id, changes: call.body }),
  );

  endpoint(
    {
      name: "acceptConsultation",
      method: "POST",
      path: "consultations/{consultationId}/accept",
      tag: "Consultations",
      summary: "Accept the consultation that I was given",
      roles: ["Salesman"],
      params,
      conditional: true,
      answers: { 200: one("The accepted consultation", { ...example, step: "accepted" }) },
      refuses: ["wrong-state"],
    },
    (call) => run(call, { type: "AcceptConsultation", by: call.actor.id }),
  );

  endpoint(
    {
      name: "rejectConsultation",
      method: "POST",
      path: "consultations/{consultationId}/reject",
      tag: "Consultations",
      summary: "Reject the consultation: canceled, or with a reason matched again to another",
      roles: ["Salesman"],
      params,
      body: rejectConsultation.optional(),
      bodyExample: { reason: "not my field" },
      conditional: true,
      answers: { 200: one("The consultation as it is now", { ...example, step: "canceled" }) },
      refuses: ["wrong-state"],
    },
    (call) => run(call, { type: "RejectConsultation", by: call.actor.id, reason: call.body?.reason }),
  );

  endpoint(
    {
      name: "progressConsultation",
      method: "POST",
      path: "consultations/{consultationId}/progress",
      tag: "Consultations",
      summary: "Take the consultation further: in progress, then success or fail",
      roles: ["Salesman"],
      params,
      body: progressConsultation,
      bodyExample: { step: "in progress" },
      conditional: true,
      answers: { 200: one("The consultation as it is now", { ...example, step: "in progress" }) },
      refuses: ["wrong-state"],
    },
    (call) => run(call, { type: "ProgressConsultation", by: call.actor.id, step: call.body.step }),
  );

  const run = async (
    call: Call<{ consultationId: string }, unknown, unknown>,
    command: ConsultationCommand,
  ): Promise<HttpResponseInit> => {
    const { params, origin, ifVersions } = call;
    const options = { origin, ifVersions };
    const { state, version, events } = await consultations.execute(params.consultationId, command, options);
    await showEvents(events, call);
    return ok(state.consultation, version);
  };

  endpoint(
    {
      name: "getConsultation",
      method: "GET",
      path: "consultations/{consultationId}",
      tag: "Consultations",
      summary: "One consultation: mine, the one that I was given, or for staff any",
      roles: ["Customer", "Salesman", "Staff"],
      params,
      answers: { 200: one("The consultation", example) },
    },
    async ({ params: { consultationId }, actor }) => {
      const loaded = await consultations.load(consultationId);
      if (!loaded) throw new NotFound("consultation");
      const { customerId, matchedsalesman, matchedconsultant } = loaded.state.consultation;
      const mine = [customerId, matchedsalesman, matchedconsultant].includes(actor.id);
      if (!mine && !actor.roles.includes("Staff")) throw new NotFound("consultation");
      return ok(loaded.state.consultation, loaded.version);
    },
  );
};

const accepted = (body: Consultation, version: number, where: string): HttpResponseInit => {
  const { headers, ...answer } = created(body, version, where);
  return { ...answer, status: 202, headers: { ...(headers as Record<string, string>), "retry-after": "2" } };
};
