import type { InvocationContext } from "@azure/functions";

/** Facts beside a log line; an Error shows its name, message and cause. Never a name or a phone of a person. */
export type Fields = Record<string, unknown>;

export type Logger = {
  info: (message: string, fields?: Fields) => void;
  warn: (message: string, fields?: Fields) => void;
  error: (message: string, fields?: Fields) => void;
};

/** Structured log lines of one invocation, JSON, each with the fixed fields (correlationid first of all). */
export const loggerFor = (context: InvocationContext, fixed: Fields): Logger => ({
  info: (message, fields) => {
    context.log(lineOf(message, { ...fixed, ...fields }));
  },
  warn: (message, fields) => {
    context.warn(lineOf(message, { ...fixed, ...fields }));
  },
  error: (message, fields) => {
    context.error(lineOf(message, { ...fixed, ...fields }));
  },
});

const personal = new Set(["phone", "customername", "name", "to", "content"]);

const lineOf = (message: string, fields: Fields): string => JSON.stringify(shown({ message, ...fields }));

const deepest = 6;

/** The value as it may be seen: plain, without persons, and no deeper than anyone reads, so that a cycle ends too. */
const shown = (value: unknown, depth = 0): unknown => {
  if (typeof value === "string") return maskNumbers(value);
  if (typeof value === "bigint") return maskNumbers(String(value));
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (depth === deepest) return "…";
  if (value instanceof Error) return shown(errorFields(value), depth);
  if (Array.isArray(value)) return value.map((item) => shown(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      maskNumbers(key),
      personal.has(key) ? "***" : shown(member, depth + 1),
    ]),
  );
};

const errorFields = (error: Error): Fields => ({
  error: error.name,
  detail: error.message,
  ...("code" in error && { code: error.code }),
  ...(error.stack !== undefined && { stack: error.stack }),
  ...(error.cause !== undefined && { cause: error.cause }),
  ...(error instanceof AggregateError && { errors: error.errors as unknown[] }),
});

/** The last guard: a Korean mobile number inside any text keeps only its first and last digits. */
export const maskNumbers = (text: string): string =>
  text
    .replace(/[０-９]/g, toAscii)
    .replace(idOrPhone, (found: string, ...[network, last]: (string | undefined)[]) =>
      network === undefined || last === undefined ? found : `0${network}-****-${last}`,
    );

const toAscii = (digit: string): string => String.fromCharCode(digit.charCodeAt(0) - 0xfee0);

// Ids are passed over: some hold ten digits that look like a phone, and then could not be found again. What follows a % is no
// beginning of one: "%2B" is a plus sign.
const ids = String.raw`(?<![\w%])(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\da-f]{32}|[\da-f]{16})\b`;
const gap = String.raw`[-‐‑–—－. ()]{0,3}`;
const phones = String.raw`(?<!\d)(?:(?:[+＋]|00)?82${gap})?(?:0${gap})?(1[016-9])${gap}\d{3,4}${gap}(\d{4})(?!\d)`;
const idOrPhone = new RegExp(`${ids}|${phones}`, "gi");
