import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import type { JWTVerifyGetKey } from "jose";
import type { GatewayPolicy } from "./policy.ts";
import { Refusal } from "./problem.ts";

/** Who signs the tokens, and for whom they are. */
export type Issuer = { issuer: string; audience: string };

/** What the gateway needs to know of a valid token. */
export type TokenFacts = { sub: string; roles: readonly string[] };

/** Checks an Authorization header. Throws a Refusal: 401 for a token that is not valid here, 503 when the issuer is away. */
export type CheckToken = (authorization: string | undefined) => Promise<TokenFacts>;

const timeoutMs = 5000;

/** Validates tokens as API Management's validate-jwt does: keys by OpenID discovery, issuer, audience and lifetime. */
export const tokenCheck = (
  { issuer, audience }: Issuer,
  { algorithms, clockSkewSeconds }: GatewayPolicy["token"],
): CheckToken => {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  const keysOnce = async (): Promise<JWTVerifyGetKey> => {
    try {
      return await (keys ??= discover(issuer));
    } catch {
      keys = undefined; // The next request asks again.
      throw issuerAway();
    }
  };
  return async (authorization) => {
    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization ?? "")?.[1];
    if (token === undefined) throw unauthenticated("Send a bearer token.");
    const getKey = await keysOnce();
    try {
      const { payload } = await jwtVerify(token, getKey, {
        ...{ issuer, audience, algorithms },
        requiredClaims: ["exp", "sub"],
        clockTolerance: clockSkewSeconds,
      });
      const roles = Array.isArray(payload["roles"]) ? (payload["roles"] as unknown[]) : [];
      return { sub: payload.sub ?? "", roles: roles.filter((role) => typeof role === "string") };
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw unauthenticated("The token has expired.");
      const isOfToken = error instanceof errors.JOSEError && !isOfIssuer(error);
      throw isOfToken ? unauthenticated("The token is not valid here.") : issuerAway();
    }
  };
};

const discover = async (issuer: string): Promise<JWTVerifyGetKey> => {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  const document = (await response.json()) as { issuer?: unknown; jwks_uri?: unknown };
  if (document.issuer !== issuer || typeof document.jwks_uri !== "string") {
    throw new Error("The discovery document is of another issuer.");
  }
  return createRemoteJWKSet(new URL(document.jwks_uri), { timeoutDuration: timeoutMs });
};

// jose throws its plain JOSEError for a key set that is not served, or is no JSON.
const isOfIssuer = (error: errors.JOSEError): boolean =>
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  error.code === errors.JOSEError.code;

const unauthenticated = (detail: string): Refusal =>
  new Refusal("unauthenticated", detail, { "www-authenticate": "Bearer" });

const issuerAway = (): Refusal =>
  new Refusal("unavailable", "The identity provider could not be reached. Try again.", {
    "retry-after": "2",
  });
