import { z } from "zod";
import { roles } from "./people.ts";

const yearSeconds = 365 * 24 * 60 * 60;

const tokenRequest = z.strictObject({
  sub: z.string().min(1).max(128),
  roles: z.array(z.enum(roles)).max(roles.length),
  name: z.string().min(1).max(100).optional(),
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
  if (parsed.success) return parsed.data;
  return parsed.error.issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join(".")}: ${message}`))
    .join("; ");
};
