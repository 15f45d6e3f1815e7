import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from "jose";
import { z } from "zod";
import { line } from "../contract/fields.ts";
import { isRole, type Actor } from "./actor.ts";
import { verifiedTokens } from "./verified-tokens.ts";

/** There is no token, or not one that we trust. The reason is for the caller, and holds nothing of the token. */
export class Unauthenticated extends Error {
  override name = "Unauthenticated";
}

/** The issuer could not be asked for its keys: the fault is not the caller's. */
export class IssuerUnavailable extends Error {
  override name = "IssuerUnavailable";
}

/** Turns an Authorization header into the actor. @throws Unauthenticated, IssuerUnavailable */
export type Verify = (authorization: string | null) => Promise<Actor>;

const discovered = z.object({ issuer: z.string(), jwks_uri: z.url() });
const claims = z.object({
  sub: z.string().regex(/^[A-Za-z0-9._@-]{1,128}$/),
  roles: z.array(z.unknown()).default([]),
  name: line(100).optional().catch(undefined), // It goes into events as a customername: one that can't is none.
  exp: z.number(),
});

const timeoutMs = 5_000;

/**
 * Verifies JWTs of one OpenID Connect issuer: its discovery document names the keys, which are read on first use, kept,
 * and read again when a token names a new one (OpenID Connect Discovery 1.0, RFC 7517, RFC 8725).
 */
export const oidcVerifier = ({ issuer, audience }: { issuer: string; audience: string }): Verify => {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  const verified = verifiedTokens();

  const discover = async (): Promise<JWTVerifyGetKey> => {
    const url = new URL(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) throw new Error(`The issuer's discovery document answered ${response.status}.`);
    const document = discovered.parse(await response.json());
    if (document.issuer !== issuer) throw new Error("The discovery document is of another issuer.");
    return createRemoteJWKSet(new URL(document.jwks_uri), { timeoutDuration: timeoutMs });
  };

  const keysOnce = async (): Promise<JWTVerifyGetKey> => {
    try {
      return await (keys ??= discover());
    } catch (cause) {
      keys = undefined; // The next request asks again.
      throw new IssuerUnavailable("The identity provider could not be reached.", { cause });
    }
  };

  return async (authorization) => {
    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization ?? "")?.[1];
    if (token === undefined) throw new Unauthenticated("Send a bearer token.");
    const known = verified.get(token);
    if (known) return known;
    const getKey = await keysOnce();
    try {
      const { payload } = await jwtVerify(token, getKey, {
        issuer,
        audience,
        algorithms: ["RS256", "PS256", "ES256"],
        requiredClaims: ["exp", "sub"],
        clockTolerance: 5,
      });
      const { sub, roles, name, exp } = claims.parse(payload);
      const actor = {
        id: sub,
        roles: roles.filter(isRole),
        ...(name !== undefined && { name }),
        signedInUntil: new Date(exp * 1000),
      };
      verified.add(token, actor, exp);
      return actor;
    } catch (error) {
      throw refusal(error);
    }
  };
};

const refusal = (error: unknown): Error => {
  if (error instanceof errors.JWTExpired) return new Unauthenticated("The token has expired.");
  const isOfToken = error instanceof errors.JOSEError && !isOfIssuer(error);
  if (isOfToken || error instanceof z.ZodError) return new Unauthenticated("The token is not valid here.");
  return new IssuerUnavailable("The identity provider could not be reached.", { cause: error });
};

// jose throws its plain JOSEError for a key set that is not served, or is no JSON.
const isOfIssuer = (error: errors.JOSEError): boolean =>
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  error.code === errors.JOSEError.code;
