import { z } from "zod";
import { envelope } from "./envelope.ts";
import { id, instant, line, phone, projectname } from "./fields.ts";

const wanted = z.union([z.literal(1), z.literal(0)]);

/**
 * A customer's interest (관심) in a projectname. The two consents are to advertising by SMS, by day and by night
 * (정보통신망법 section 50, 1 and 3): each optional, each with the instant at which it was last given and last withdrawn.
 */
export const interest = z
  .object({
    interestId: id,
    projectname,
    interest: wanted,
    customerId: id,
    customername: line(100),
    phone,
    adConsent: z.boolean(),
    adConsentAt: instant.optional(),
    adConsentWithdrawnAt: instant.optional(),
    nightConsent: z.boolean(),
    nightConsentAt: instant.optional(),
    nightConsentWithdrawnAt: instant.optional(),
    matchedsalesman: id.nullable(),
  })
  .meta({ id: "Interest" });

export type Interest = z.infer<typeof interest>;

/** CreateInterest. customerId, when sent, must be the caller's own; customername is the token's name when it is left out. */
export const createInterest = z
  .strictObject({
    projectname,
    interest: wanted.default(1),
    customerId: id.optional(),
    customername: line(100).optional(),
    phone,
    adConsent: z.boolean().optional(),
    nightConsent: z.boolean().optional(),
  })
  .meta({ id: "CreateInterest" });

/** UpdateInterest: what is left out stays. */
export const updateInterest = z
  .strictObject({
    interest: wanted.optional(),
    customername: line(100).optional(),
    phone: phone.optional(),
    adConsent: z.boolean().optional(),
    nightConsent: z.boolean().optional(),
  })
  .meta({ id: "UpdateInterest" });

/** Both interest events carry the whole interest as it is after the event. */
export const interestCreated = envelope("InterestCreated", interest).meta({ id: "InterestCreated" });

/** The customer changed it, or the match was saved on it: then `matchVersion` says which. */
export const interestUpdated = envelope(
  "InterestUpdated",
  interest.extend({ matchVersion: z.int().min(1).optional() }),
).meta({ id: "InterestUpdated" });
