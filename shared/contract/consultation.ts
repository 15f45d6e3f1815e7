import { z } from "zod";
import { envelope } from "./envelope.ts";
import { date, id, instant, line, phone, projectname, text } from "./fields.ts";

/** "requested" -> "accepted" or "canceled"; "accepted" -> "in progress" -> "success" or "fail". */
export const step = z.enum(["requested", "accepted", "canceled", "in progress", "success", "fail"]);

export type Step = z.infer<typeof step>;

/** Why a salesman does not take a consultation: each of these means "match again"; a plain reject cancels it. */
export const handBackReason = z.enum(["not my field", "not my region", "no time"]);

export type HandBackReason = z.infer<typeof handBackReason>;

/** A customer's request for advice on a project (상담). */
export const consultation = z
  .object({
    consultationId: id,
    projectname,
    projectId: id.optional(),
    customerId: id,
    customername: line(100),
    phone,
    content: text(4_000, 1),
    preferredDate: date.optional(),
    region: line(50).optional(),
    matchedsalesman: id.nullable(),
    matchedconsultant: id.nullable(),
    step,
    requestedAt: instant,
  })
  .meta({ id: "Consultation" });

export type Consultation = z.infer<typeof consultation>;

/** CreateConsultation. customerId, when sent, must be the caller's own; customername is the token's name when it is left out. */
export const createConsultation = z
  .strictObject({
    projectname,
    projectId: id.optional(),
    customerId: id.optional(),
    customername: line(100).optional(),
    phone,
    content: text(4_000, 1),
    preferredDate: date.optional(),
    region: line(50).optional(),
  })
  .meta({ id: "CreateConsultation" });

/** EditConsultation, until it is decided: what is left out stays, null takes an optional field away. */
export const editConsultation = z
  .strictObject({
    phone: phone.optional(),
    content: text(4_000, 1).optional(),
    preferredDate: date.nullish(),
    region: line(50).nullish(),
  })
  .meta({ id: "EditConsultation" });

/** RejectConsultation: without a reason it is canceled; with one it goes back and is matched again. */
export const rejectConsultation = z
  .strictObject({ reason: handBackReason.optional() })
  .meta({ id: "RejectConsultation" });

export const progressConsultation = z
  .strictObject({ step: z.enum(["in progress", "success", "fail"]) })
  .meta({ id: "ProgressConsultation" });

/** Every consultation event carries the whole consultation as it is after the event. */
export const consultationCreated = envelope("ConsultationCreated", consultation).meta({
  id: "ConsultationCreated",
});

/** The customer changed it, or the match was saved on it: `changed` names the fields, `matchVersion` the match. */
export const consultationEdited = envelope(
  "ConsultationEdited",
  consultation.extend({ changed: z.array(z.string()), matchVersion: z.int().min(1).optional() }),
).meta({ id: "ConsultationEdited" });

/** Every change of step; `from` is the step before. */
export const consultationProgressed = envelope(
  "ConsultationProgressed",
  consultation.extend({ from: step }),
).meta({ id: "ConsultationProgressed" });

/** The matched salesman handed it back (되돌림): it is to be matched again, to another. `by` is who handed it back. */
export const consultationHandedBack = envelope(
  "ConsultationHandedBack",
  consultation.extend({ by: id, reason: handBackReason }),
).meta({ id: "ConsultationHandedBack" });
