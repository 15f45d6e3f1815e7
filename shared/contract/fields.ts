import { z } from "zod";
import { isDate } from "../domain/clock.ts";

// Controls (but tab and newline) and format marks: bidirectional overrides, zero-width signs, soft hyphens, tags, the
// byte-order mark. They can make a name look like another one, and nobody types them. The two joiners belong to emoji.
const unseen = /(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}]/u;

/** One way to write a text: NFC, trimmed. The Hangul fillers look like spaces, and so they are. */
const tidy = (value: string): string =>
  value
    .replace(/[\u3164\uffa0]/g, " ")
    .normalize("NFC")
    .trim();

const readable = (value: string): boolean => value.isWellFormed() && !unseen.test(value);

/** A text of several lines, at most `max` UTF-16 units; NFC, trimmed, without unseen characters. */
export const text = (max: number, min = 0): z.ZodString =>
  z
    .string()
    .overwrite((value) => tidy(value.replaceAll("\r\n", "\n")))
    .min(min)
    .max(max)
    .refine(readable, { message: "must not contain control or invisible characters" });

/** A text of one line: as `text`, with every run of white space as one space. Two spellings of a name are the same name. */
export const line = (max: number, min = 1): z.ZodString =>
  z
    .string()
    .overwrite((value) => tidy(value).replace(/\s+/g, " "))
    .min(min)
    .max(max)
    .refine(readable, { message: "must not contain control or invisible characters" });

/** The name of a project that stays over the years. */
export const projectname: z.ZodString = line(200);

/** A day in Asia/Seoul, `YYYY-MM-DD`. */
export const date: z.ZodString = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { message: "must be a day, YYYY-MM-DD" })
  .refine(isDate, { message: "is not a day of the calendar" })
  .meta({ format: "date" });

/** An instant in UTC, ISO 8601. */
export const instant: z.ZodISODateTime = z.iso.datetime({ offset: true });

/** The id of a thing of ours. */
export const id: z.ZodString = z.string().regex(/^[A-Za-z0-9._@-]{1,128}$/, { message: "is not an id" });

/** A web address, http or https only: nothing that runs when it is clicked. */
export const link: z.ZodString = z
  .string()
  .trim()
  .max(2048)
  .refine(isWebAddress, { message: "must be an http or https address" });

function isWebAddress(value: string): boolean {
  const url = URL.parse(value);
  if (url === null || /\s/.test(value) || !readable(value)) return false;
  return (url.protocol === "http:" || url.protocol === "https:") && url.username + url.password === "";
}

/** A phone as a person writes it. Whether a message can reach it is decided where it is sent (shared/sms). */
export const phone: z.ZodString = z
  .string()
  .trim()
  .max(40)
  .regex(/^[+＋]?[\d０-９][\d０-９ ().\-–－]*$/, { message: "must be a phone number" })
  .refine((value) => (value.normalize("NFKC").match(/\d/g) ?? []).length >= 4, {
    message: "is too short for a phone number",
  });

export const year: z.ZodInt = z.int().min(2000).max(2100);
