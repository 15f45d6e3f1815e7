import assert from "node:assert/strict";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import fc from "fast-check";
import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  importJWK,
  SignJWT,
  UnsecuredJWT,
  type CryptoKey,
  type JWTPayload,
} from "jose";
import { IssuerUnavailable, oidcVerifier, Unauthenticated, type Verify } from "./verifier.ts";

const audience = "ktgg";
const keys = {
  first: await generateKeyPair("RS256", { extractable: true }),
  second: await generateKeyPair("RS256"),
};
const strange = await generateKeyPair("RS256");

type Issuer = {
  url: string;
  verify: Verify;
  /** The ids of the keys that it publishes. */
  published: (keyof typeof keys)[];
  /** Paths that it answers with this status, or with this text. */
  broken: Map<string, number | string>;
  asked: string[];
  stop: () => Promise<void>;
  start: () => Promise<void>;
};

/** A tiny OpenID issuer on a free port. */
const issuerFor = async (t: TestContext): Promise<Issuer> => {
  const answer: RequestListener = (request, response) => {
    void (async () => {
      const path = request.url ?? "";
      issuer.asked.push(path);
      const broken = issuer.broken.get(path);
      if (typeof broken === "number") return response.writeHead(broken).end("{}");
      if (typeof broken === "string") return response.end(broken);
      const body =
        path === "/.well-known/openid-configuration"
          ? { issuer: issuer.url, jwks_uri: `${issuer.url}/jwks` }
          : {
              keys: await Promise.all(
                issuer.published.map(async (kid) => ({
                  ...(await exportJWK(keys[kid].publicKey)),
                  kid,
                  use: "sig", // and no alg, as Entra ID does it
                })),
              ),
            };
      return response.setHeader("content-type", "application/json").end(JSON.stringify(body));
    })();
  };
  let server: Server;
  let port = 0;
  const start = (): Promise<void> =>
    new Promise((resolve) => {
      server = createServer(answer).listen(port, "127.0.0.1", () => {
        port = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  await start();
  const url = `http://127.0.0.1:${port}`;
  const issuer: Issuer = {
    url,
    verify: oidcVerifier({ issuer: url, audience }),
    published: ["first"],
    broken: new Map(),
    asked: [],
    start,
    stop,
  };
  t.after(stop);
  return issuer;
};

type Changes = {
  claims?: JWTPayload;
  issuer?: string;
  audience?: string;
  kid?: string;
  key?: CryptoKey | Uint8Array;
  alg?: string;
  exp?: number | null;
};

const tokenOf = (issuer: Issuer, changes: Changes = {}): Promise<string> => {
  const {
    claims = {},
    kid = "first",
    key = keys.first.privateKey,
    exp = Math.floor(Date.now() / 1000) + 60,
  } = changes;
  const jwt = new SignJWT({ sub: "staff-1", roles: ["Staff"], name: "박직원", ...claims })
    .setProtectedHeader({ alg: changes.alg ?? "RS256", kid })
    .setIssuer(changes.issuer ?? issuer.url)
    .setAudience(changes.audience ?? audience);
  return (exp === null ? jwt : jwt.setExpirationTime(exp)).sign(key);
};
const bearer = async (token: Promise<string> | string): Promise<string> => `Bearer ${await token}`;

const refuses = async (issuer: Issuer, authorization: string | null, message?: string): Promise<void> => {
  await assert.rejects(issuer.verify(authorization), (error) => {
    assert.ok(error instanceof Unauthenticated, String(error));
    if (message !== undefined) assert.equal(error.message, message);
    return true;
  });
};

test("a token of the issuer becomes the actor", async (t) => {
  const issuer = await issuerFor(t);
  const exp = Math.floor(Date.now() / 1000) + 60;
  assert.deepEqual(await issuer.verify(await bearer(tokenOf(issuer, { exp }))), {
    id: "staff-1",
    roles: ["Staff"],
    name: "박직원",
    signedInUntil: new Date(exp * 1000),
  });
  assert.ok(await issuer.verify(`bearer   ${await tokenOf(issuer)}`));
});

test("roles that are none of ours are left out, and without roles an actor has none", async (t) => {
  const issuer = await issuerFor(t);
  const rolesOf = async (roles: unknown) =>
    (await issuer.verify(await bearer(tokenOf(issuer, { claims: { roles } })))).roles;
  assert.deepEqual(await rolesOf(["Customer", "Admin", "staff", 7, null, "Staff"]), ["Customer", "Staff"]);
  assert.deepEqual(await rolesOf(undefined), []);
  await refuses(issuer, await bearer(tokenOf(issuer, { claims: { roles: "Staff" } })));
});

test("a name that can't be shown is no name, and the token is good all the same", async (t) => {
  const issuer = await issuerFor(t);
  const nameOf = async (name: unknown) =>
    (await issuer.verify(await bearer(tokenOf(issuer, { claims: { name } })))).name;
  assert.equal(await nameOf("  김  하늘 "), "김 하늘");
  for (const name of ["", " ", "가\u202e나", "가".repeat(101), 7, null])
    assert.equal(await nameOf(name), undefined);
});

test("no bearer token is refused, and the issuer is not asked", async (t) => {
  const issuer = await issuerFor(t);
  for (const authorization of [
    null,
    "",
    "Bearer",
    "Bearer ",
    "Basic dTpw",
    "Bearer a b",
    `Token ${await tokenOf(issuer)}`,
  ]) {
    await refuses(issuer, authorization, "Send a bearer token.");
  }
  assert.deepEqual(issuer.asked, []);
});

test("an expired token is refused as such; five seconds of clock drift are not", async (t) => {
  const issuer = await issuerFor(t);
  const now = Math.floor(Date.now() / 1000);
  await refuses(issuer, await bearer(tokenOf(issuer, { exp: now - 60 })), "The token has expired.");
  assert.ok(await issuer.verify(await bearer(tokenOf(issuer, { exp: now - 2 }))));
});

const refused: [string, (issuer: Issuer) => Promise<string> | string][] = [
  ["without an end", (issuer) => tokenOf(issuer, { exp: null })],
  ["for another audience", (issuer) => tokenOf(issuer, { audience: "other" })],
  ["of another issuer", (issuer) => tokenOf(issuer, { issuer: "https://evil.example" })],
  ["not valid yet", (issuer) => tokenOf(issuer, { claims: { nbf: Math.floor(Date.now() / 1000) + 600 } })],
  ["of nobody", (issuer) => tokenOf(issuer, { claims: { sub: "" } })],
  ["whose sub is no id", (issuer) => tokenOf(issuer, { claims: { sub: "a/../b" } })],
  ["signed with a strange key under a known id", (issuer) => tokenOf(issuer, { key: strange.privateKey })],
  ["with an unknown key id", (issuer) => tokenOf(issuer, { kid: "third", key: strange.privateKey })],
  [
    "with alg none",
    (issuer) =>
      new UnsecuredJWT({ sub: "staff-1", roles: ["Staff"] })
        .setIssuer(issuer.url)
        .setAudience(audience)
        .setExpirationTime("1m")
        .encode(),
  ],
  [
    "signed with HS256 and the public key as its secret",
    async (issuer) =>
      new SignJWT({ sub: "staff-1", roles: ["Staff"] })
        .setProtectedHeader({ alg: "HS256", kid: "first" })
        .setIssuer(issuer.url)
        .setAudience(audience)
        .setExpirationTime("1m")
        .sign(new TextEncoder().encode(await exportSPKI(keys.first.publicKey))),
  ],
  [
    "signed by the issuer's key with an algorithm that we do not take",
    async (issuer) => {
      const key = await importJWK(await exportJWK(keys.first.privateKey), "RS512");
      return tokenOf(issuer, { key, alg: "RS512" });
    },
  ],
  [
    "changed after it was signed",
    async (issuer) => {
      const [header, , signature] = (await tokenOf(issuer, { claims: { roles: ["Customer"] } })).split(".");
      const [, payload] = (await tokenOf(issuer)).split(".");
      return [header, payload, signature].join(".");
    },
  ],
  ["cut off", async (issuer) => (await tokenOf(issuer)).slice(0, -10)],
  ["of two parts", async (issuer) => (await tokenOf(issuer)).split(".").slice(0, 2).join(".")],
];

for (const [what, token] of refused) {
  test(`a token ${what} is refused`, async (t) => {
    const issuer = await issuerFor(t);
    await refuses(issuer, await bearer(token(issuer)), "The token is not valid here.");
    // It is the token that is wrong: the right one is taken by the same verifier.
    assert.ok(await issuer.verify(await bearer(tokenOf(issuer))));
  });
}

test("whatever is sent as a token is refused as the sender's fault, and never shown", async (t) => {
  const issuer = await issuerFor(t);
  await issuer.verify(await bearer(tokenOf(issuer)));
  const part = fc.oneof(
    fc.base64String(),
    fc.json().map((json) => Buffer.from(json).toString("base64url")),
    fc
      .record({
        alg: fc.constantFrom("RS256", "none", "ES256", "HS256", ""),
        kid: fc.constantFrom("first", ""),
        crit: fc.constantFrom(undefined, ["b64"], []),
        b64: fc.constantFrom(undefined, false),
      })
      .map((it) => Buffer.from(JSON.stringify(it)).toString("base64url")),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 4 }), async (parts) => {
      const token = parts.join(".") || "x";
      await assert.rejects(issuer.verify(`Bearer ${token}`), (error) => {
        assert.ok(error instanceof Unauthenticated, String(error));
        assert.ok(token.length < 8 || !error.message.includes(token));
        return true;
      });
    }),
  );
});

test("the keys are read once for many tokens", async (t) => {
  const issuer = await issuerFor(t);
  const token = await bearer(tokenOf(issuer));
  await Promise.all(Array.from({ length: 20 }, () => issuer.verify(token)));
  assert.deepEqual(issuer.asked.toSorted(), ["/.well-known/openid-configuration", "/jwks"]);
});

test("a key that the issuer added later is found", async (t) => {
  const issuer = await issuerFor(t);
  await issuer.verify(await bearer(tokenOf(issuer)));
  issuer.published = ["first", "second"];
  // jose asks for new keys at most every 30 seconds: go on to there.
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 31_000 });
  const token = tokenOf(issuer, { kid: "second", key: keys.second.privateKey });
  assert.equal((await issuer.verify(await bearer(token))).id, "staff-1");
});

test("an issuer that is down is not the caller's fault, and is asked again once it is back", async (t) => {
  const issuer = await issuerFor(t);
  const token = await bearer(tokenOf(issuer));
  await issuer.stop();
  await assert.rejects(issuer.verify(token), IssuerUnavailable);
  await issuer.start();
  assert.equal((await issuer.verify(token)).id, "staff-1");
});

const failures: [string, string, number | string][] = [
  ["its discovery document is missing", "/.well-known/openid-configuration", 404],
  ["its discovery document can't be read", "/.well-known/openid-configuration", "<html>"],
  ["its discovery document says nothing", "/.well-known/openid-configuration", "{}"],
  [
    "its discovery document is another issuer's",
    "/.well-known/openid-configuration",
    '{"issuer":"https://evil.example","jwks_uri":"https://evil.example/jwks"}',
  ],
  ["its keys are not served", "/jwks", 503],
  ["its keys can't be read", "/jwks", "<html>"],
  ["its keys are no key set", "/jwks", '{"keys":"none"}'],
];
for (const [why, path, answer] of failures) {
  test(`it is the issuer's fault, and passes, when ${why}`, async (t) => {
    const issuer = await issuerFor(t);
    const token = await bearer(tokenOf(issuer));
    issuer.broken.set(path, answer);
    await assert.rejects(issuer.verify(token), (error) => {
      assert.ok(error instanceof IssuerUnavailable, String(error));
      assert.ok(error.cause instanceof Error, "the cause is kept for the log");
      return true;
    });
    issuer.broken.clear();
    assert.equal((await issuer.verify(token)).id, "staff-1");
  });
}
