import type { z } from "zod";
import type { FieldError } from "../domain/errors.ts";
import { HttpRefusal } from "./problem.ts";

/** Parses what came over the wire. @throws HttpRefusal 400 that names every field that is wrong. */
export const parse = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  whole: string,
): z.output<Schema> => {
  const parsed = schema.safeParse(value, { reportInput: false });
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => fieldErrors(issue, whole)).slice(0, 50);
  throw new HttpRefusal(
    "invalid",
    `Correct ${errors.map(({ path }) => path).join(", ")} and send it again.`,
    { errors },
  );
};

const fieldErrors = (issue: z.core.$ZodIssue, whole: string): FieldError[] => {
  const path = pathOf(issue.path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: shown(path === "" ? key : `${path}.${key}`),
      message: "is not a known field",
    }));
  }
  return [{ path: path === "" ? whole : shown(path), message: issue.message }];
};

const pathOf = (path: PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) =>
      typeof key === "number" ? `${text}[${key}]` : text === "" ? String(key) : `${text}.${String(key)}`,
    "",
  );

// A hostile key may be of any length and hold anything: what we show of it is short and well-formed.
const shown = (path: string): string => path.toWellFormed().slice(0, 200);
