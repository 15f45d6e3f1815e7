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

const lineOf = (message: string, fields: Fields): string =>
  JSON.stringify({ message, ...fields }, (key, value: unknown) => {
    if (personal.has(key)) return "***";
    if (value instanceof Error) return shownError(value);
    if (typeof value === "string") return maskNumbers(value);
    return value;
  });

const shownError = (error: Error): Fields => ({
  error: error.name,
  detail: maskNumbers(error.message),
  ...("code" in error && { code: error.code }),
  ...(error.stack !== undefined && { stack: maskNumbers(error.stack) }),
  ...(error.cause !== undefined && { cause: error.cause }),
});

/** The last guard: a Korean mobile number inside any text keeps only its first and last digits. */
export const maskNumbers = (text: string): string =>
  text
    .replace(/[０-９]/g, toAscii)
    .replace(idOrPhone, (found: string, ...[network, last]: (string | undefined)[]) =>
      network === undefined || last === undefined ? found : `0${network}-****-${last}`,
    );

const toAscii = (digit: string): string => String.fromCharCode(digit.charCodeAt(0) - 0xfee0);

// Ids are passed over: some hold ten digits that look like a phone, and then could not be found again.
const ids = String.raw`\b(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\da-f]{32}|[\da-f]{16})\b`;
const gap = String.raw`[-‐‑–—－. ()]{0,3}`;
const phones = String.raw`(?<!\d)(?:(?:[+＋]|00)?82${gap})?(?:0${gap})?(1[016-9])${gap}\d{3,4}${gap}(\d{4})(?!\d)`;
const idOrPhone = new RegExp(`${ids}|${phones}`, "gi");
