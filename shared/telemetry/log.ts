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

/** The last guard: a Korean phone inside any text keeps only its first and last digits. */
export const maskNumbers = (text: string): string =>
  text.replace(/(\+?82[- ]?)?\b0?(1[016789])[-. ]?(\d{3,4})[-. ]?(\d{4})\b/g, "0$2-****-$4");
