import { z } from "zod";

/** What became of one customer's message for one start. Only "waiting" is not final. */
export const outcomes = [
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

export type Outcome = (typeof outcomes)[number];

const none = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;

export const noCounts = (): Record<Outcome, number> => ({ ...none });

/** Customers by outcome; each customer of a start is counted once. */
export const outcomeCounts = z.object({
  sent: z.int().describe("taken by the carrier"),
  refused: z.int().describe("refused by the carrier for good"),
  "opted out": z.int().describe("wants no SMS from us"),
  "not interested": z.int().describe("took the interest back in the meantime"),
  "no consent": z.int().describe("an advertisement without consent to it"),
  "invalid number": z.int(),
  "not a mobile": z.int(),
  "same phone": z.int().describe("another customer with the same phone got it"),
  waiting: z.int().describe("until the morning, or for the carrier"),
}) satisfies z.ZodType<Record<Outcome, number>>;
