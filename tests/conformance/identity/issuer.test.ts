import assert from "node:assert/strict";
import test from "node:test";
import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import type { JWTVerifyResult } from "jose";
import type { Identity } from "../../../local/identity/server.ts";
import { identityFor, tempDir } from "./started-identity.ts";

const ask = (identity: Identity, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${identity.issuer}/token`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

const tokenOf = async (identity: Identity, body: unknown): Promise<string> => {
  const response = await ask(identity, body);
  assert.equal(response.status, 200);
  return ((await response.json()) as { access_token: string }).access_token;
};

/** Verifies as a relying party does: from nothing but the issuer's address. */
const verify = async (
  identity: Identity,
  token: string,
  audience = "api://ktgg",
): Promise<JWTVerifyResult> => {
  const response = await fetch(`${identity.issuer}/.well-known/openid-configuration`);
  const { issuer, jwks_uri: jwksUri } = (await response.json()) as { issuer: string; jwks_uri: string };
  return jwtVerify(token, createRemoteJWKSet(new URL(jwksUri)), { issuer, audience });
};

const staff = { sub: "staff-1", roles: ["Staff"], name: "김지원" };

test("discovery names the issuer it was asked at and where its keys are", async (t) => {
  const { issuer } = await identityFor(t);
  const response = await fetch(`${issuer}/.well-known/openid-configuration`);
  const metadata = (await response.json()) as Record<string, unknown>;
  assert.equal(metadata["issuer"], issuer);
  assert.equal(metadata["jwks_uri"], `${issuer}/jwks`);
  assert.equal(metadata["token_endpoint"], `${issuer}/token`);
  assert.deepEqual(metadata["id_token_signing_alg_values_supported"], ["RS256"]);
});

test("a token verifies by discovery and JWKS alone and carries iss, aud, sub, roles, name, iat and exp", async (t) => {
  const identity = await identityFor(t);
  const response = await ask(identity, staff);
  const { access_token: token, ...rest } = (await response.json()) as { access_token: string };
  assert.deepEqual(rest, { token_type: "Bearer", expires_in: 3600 });

  const { payload, protectedHeader } = await verify(identity, token);
  const { iat = 0, exp = 0, ...claims } = payload;
  assert.deepEqual(claims, {
    iss: identity.issuer,
    aud: "api://ktgg",
    sub: "staff-1",
    roles: ["Staff"],
    name: "김지원",
  });
  assert.equal(exp - iat, 3600);
  assert.equal(protectedHeader.alg, "RS256");
});

test("the key set shows the public key and nothing of the private one", async (t) => {
  const { issuer } = await identityFor(t);
  const { keys } = (await (await fetch(`${issuer}/jwks`)).json()) as { keys: object[] };
  assert.deepEqual(
    keys.map((key) => Object.keys(key).sort()),
    [["alg", "e", "kid", "kty", "n", "use"]],
  );
});

test("an expired token, another audience and another issuer's token do not verify", async (t) => {
  const identity = await identityFor(t);
  const expired = await tokenOf(identity, { ...staff, expiresIn: -60 });
  await assert.rejects(verify(identity, expired), errors.JWTExpired);
  const elsewhere = await tokenOf(identity, { ...staff, audience: "api://other" });
  await assert.rejects(verify(identity, elsewhere), errors.JWTClaimValidationFailed);
  await verify(identity, elsewhere, "api://other");
  const stranger = await tokenOf(await identityFor(t), staff);
  await assert.rejects(verify(identity, stranger), errors.JWKSNoMatchingKey);
});

test("a token's life is counted by the issuer's clock", async (t) => {
  const at = Date.parse("2026-03-02T00:00:00Z");
  const identity = await identityFor(t, { clock: () => at });
  const token = await tokenOf(identity, { ...staff, expiresIn: 600 });
  const jwks = createRemoteJWKSet(new URL(`${identity.issuer}/jwks`));
  const on = (ms: number) => jwtVerify(token, jwks, { currentDate: new Date(at + ms) });
  assert.equal((await on(599_000)).payload.iat, at / 1000);
  await assert.rejects(on(600_000), errors.JWTExpired);
});

test("the key outlives a restart, and with it the tokens", async (t) => {
  const dataDir = tempDir(t);
  const before = await identityFor(t, { dataDir });
  const token = await tokenOf(before, staff);
  await before.close();
  const after = await identityFor(t, { dataDir, port: before.port });
  assert.equal((await verify(after, token)).payload.sub, "staff-1");
});

const wrong: [string, unknown, RegExp][] = [
  ["no JSON", "{", /not JSON/],
  ["an array", [], /expected object/],
  ["no sub", { roles: [] }, /^sub: /],
  ["an empty sub", { sub: "", roles: [] }, /^sub: /],
  ["roles that are no list", { sub: "x", roles: "Staff" }, /^roles: /],
  ["a role that nobody has", { sub: "x", roles: ["staff"] }, /^roles\.0: .*Staff/],
  ["a fraction of a second", { ...staff, expiresIn: 0.5 }, /^expiresIn: /],
  ["a field that is not known", { ...staff, admin: true }, /admin/],
];
for (const [name, body, words] of wrong) {
  test(`a token asked with ${name} is refused with 400 that names it`, async (t) => {
    const response = await ask(await identityFor(t), body);
    assert.equal(response.status, 400);
    const { error, error_description: description } = (await response.json()) as Record<string, string>;
    assert.equal(error, "invalid_request");
    assert.match(description ?? "", words);
  });
}

test("what is not served is refused by name", async (t) => {
  const identity = await identityFor(t);
  assert.equal((await ask(identity, staff, { "content-type": "text/plain" })).status, 415);
  assert.equal((await fetch(`${identity.issuer}/token`)).status, 405);
  const absent = await fetch(`${identity.issuer}/userinfo`);
  assert.equal(absent.status, 404);
  assert.match(await absent.text(), /userinfo/);
  const long = await ask(identity, { ...staff, name: "x".repeat(64 * 1024) });
  assert.equal(long.status, 413);
});

test("the demo has people of every role, and each of them gets a token", async (t) => {
  const identity = await identityFor(t);
  const response = await fetch(`${identity.issuer}/people`);
  const { people } = (await response.json()) as {
    people: { sub: string; name: string; roles: string[]; phone: string }[];
  };
  assert.deepEqual([...new Set(people.flatMap(({ roles }) => roles))].sort(), [
    "Analyst",
    "Customer",
    "Salesman",
    "Staff",
  ]);
  assert.equal(new Set(people.map(({ sub }) => sub)).size, people.length);
  for (const { sub, name, roles, phone } of people) {
    assert.match(name, /^\p{Script=Hangul}{2,4}$/u);
    assert.match(phone, /^010-0000-\d{4}$/);
    await tokenOf(identity, { sub, name, roles });
  }
});

test("fault switches reach discovery, keys and tokens", async (t) => {
  const { issuer } = await identityFor(t);
  for (const [operation, path] of [
    ["discovery", "/.well-known/openid-configuration"],
    ["jwks", "/jwks"],
  ]) {
    const faults = [{ kind: "status", operation, status: 503, times: 1 }];
    await fetch(`${issuer}/_faults`, { method: "PUT", body: JSON.stringify(faults) });
    assert.equal((await fetch(`${issuer}${path}`)).status, 503);
    assert.equal((await fetch(`${issuer}${path}`)).status, 200);
  }
  await fetch(`${issuer}/_faults`, {
    method: "PUT",
    body: '[{"kind":"drop","operation":"token","times":1}]',
  });
  await assert.rejects(fetch(`${issuer}/token`, { method: "POST", body: "{}" }));
});
