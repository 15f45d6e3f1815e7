import { createHash } from "node:crypto";
import { SignJWT } from "jose";
import type { Grant, Subject } from "./codes.ts";
import { algorithm } from "./signing-key.ts";
import type { SigningKey } from "./signing-key.ts";

/** Who signs, with what, and by which clock in ms. */
export type Signer = { issuer: string; key: SigningKey; clock: () => number };

/** Signs an access token for an API. A life below zero makes one that has already expired. */
export const signAccessToken = (
  { issuer, key, clock }: Signer,
  { sub, roles, name }: Subject,
  { audience, expiresIn }: { audience: string; expiresIn: number },
): Promise<string> => {
  const now = Math.floor(clock() / 1000);
  return (
    new SignJWT({ roles, ...(name === undefined ? {} : { name }) })
      .setProtectedHeader({ alg: algorithm, kid: key.publicJwk.kid, typ: "JWT" })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(sub)
      // One that has already expired was issued before it expired.
      .setIssuedAt(Math.min(now, now + expiresIn))
      .setExpirationTime(now + expiresIn)
      .sign(key.privateKey)
  );
};

/** Signs the ID token of a sign-in: tells the client who came, and ties the answer to its question by the nonce. */
export const signIdToken = (
  { issuer, key, clock }: Signer,
  { clientId, nonce, signedInAt, subject: { sub, roles, name } }: Grant,
  { accessToken, expiresIn }: { accessToken: string; expiresIn: number },
): Promise<string> => {
  const now = Math.floor(clock() / 1000);
  const claims = {
    roles,
    ...(name === undefined ? {} : { name }),
    ...(nonce === undefined ? {} : { nonce }),
    auth_time: Math.floor(signedInAt / 1000),
    // OpenID Connect Core section 3.1.3.6: the left half of the hash.
    at_hash: createHash("sha256").update(accessToken).digest().subarray(0, 16).toString("base64url"),
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm, kid: key.publicJwk.kid, typ: "JWT" })
    .setIssuer(issuer)
    .setAudience(clientId)
    .setSubject(sub)
    .setIssuedAt(now)
    .setExpirationTime(now + expiresIn)
    .sign(key.privateKey);
};
