import { z } from "zod";
import { envelope } from "./envelope.ts";
import { id, projectname } from "./fields.ts";

/** What became of one customer's message for one start of a project. Only "waiting" is not final. */
export const smsOutcomes = [
  "sent",
  "refused",
  "opted out",
  "not interested",
  "no consent",
  "invalid number",
  "not a mobile",
  "same phone",
  "waiting",
] as const;

export type SmsOutcome = (typeof smsOutcomes)[number];

export type SmsOutcomeCounts = Record<SmsOutcome, number>;

/** Customers by outcome; each customer of a start is counted once. */
export const smsOutcomeCounts = z
  .object({
    sent: z.int().describe("taken by the carrier"),
    refused: z.int().describe("refused by the carrier for good"),
    "opted out": z.int().describe("wants no SMS from us"),
    "not interested": z.int().describe("took the interest back in the meantime"),
    "no consent": z.int().describe("an advertisement without consent to it"),
    "invalid number": z.int(),
    "not a mobile": z.int(),
    "same phone": z.int().describe("another customer with the same phone got it"),
    waiting: z.int().describe("until the morning, or for the carrier"),
  })
  .meta({ id: "SmsOutcomeCounts" }) satisfies z.ZodType<SmsOutcomeCounts>;

const none = Object.fromEntries(smsOutcomes.map((outcome) => [outcome, 0])) as SmsOutcomeCounts;

/** No customer with any outcome. */
export const noSmsOutcomes = (): SmsOutcomeCounts => ({ ...none });

/**
 * Customers were notified (SMS) of a project's start, or it was settled that they are not. The stream is one for each start;
 * like every event of ours it carries the whole as it is then: the counts of the start so far, and no person.
 */
export const customersNotified = envelope(
  "CustomersNotified",
  z.object({ projectId: id, projectname, outcomes: smsOutcomeCounts }),
).meta({ id: "CustomersNotified" });
