import { z } from "zod";
import type { Subject } from "./codes.ts";
import { roles } from "./people.ts";

const yearSeconds = 365 * 24 * 60 * 60;

const person = z.strictObject({
  sub: z.string().min(1).max(128),
  roles: z.array(z.enum(roles)).max(roles.length),
  name: z.string().min(1).max(100).optional(),
});

const tokenRequest = person.extend({
  // Below zero makes a token that has already expired, for tests.
  expiresIn: z.int().min(-yearSeconds).max(yearSeconds).default(3600),
  audience: z.string().min(1).max(256).optional(),
});

/** What a token is asked for. */
export type TokenRequest = z.infer<typeof tokenRequest>;

/** Reads the JSON body of `POST /token`; answers the request, or one sentence that names each wrong field. */
export const parseTokenRequest = (body: Buffer): TokenRequest | string => {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return "The body is not JSON in UTF-8.";
  }
  const parsed = tokenRequest.safeParse(json);
  return parsed.success ? parsed.data : sentence(parsed.error);
};

/** Reads whom the sign-in page names; answers him, or one sentence that names each wrong field. */
export const parsePerson = (fields: unknown): Subject | { wrong: string } => {
  const parsed = person.safeParse(fields);
  if (!parsed.success) return { wrong: sentence(parsed.error) };
  const { sub, roles, name } = parsed.data;
  return { sub, roles, ...(name === undefined ? {} : { name }) };
};

const sentence = ({ issues }: z.ZodError): string =>
  issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join(".")}: ${message}`))
    .join("; ");
