import assert from "node:assert/strict";
import test from "node:test";
import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import * as oauth from "oauth4webapi";
import { client, redeem, redirectUri, sentBack, visit } from "./code-flow.ts";
import type { Visit } from "./code-flow.ts";
import { identityFor } from "./started-identity.ts";

const hint = { login_hint: "salesman-1" };

test("a demo person of login_hint is signed in without a click, by a code that oauth4webapi redeems", async (t) => {
  const identity = await identityFor(t);
  const asked = await visit(identity, hint);
  const back = await sentBack(asked.url);
  assert.equal(back.origin + back.pathname, redirectUri);
  assert.equal(back.searchParams.get("state"), asked.state);
  const tokens = await redeem(asked, back);
  assert.equal(tokens.token_type, "bearer");
  assert.equal(tokens.expires_in, 3600);
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  assert.equal(claims?.sub, "salesman-1");
  assert.equal(claims["name"], "한상우");
  assert.deepEqual(claims["roles"], ["Salesman"]);

  const keys = createRemoteJWKSet(new URL(asked.server.jwks_uri ?? ""));
  const { payload } = await jwtVerify(tokens.access_token, keys, {
    issuer: identity.issuer,
    audience: "api://ktgg",
  });
  assert.deepEqual([payload.sub, payload["roles"]], ["salesman-1", ["Salesman"]]);
  await jwtVerify(tokens.id_token ?? "", keys, { issuer: identity.issuer, audience: client.client_id });
});

test("the page shows every demo person, and the choice comes back with a code for that person", async (t) => {
  const identity = await identityFor(t);
  const asked = await visit(identity);
  const page = await fetch(asked.url);
  assert.equal(page.status, 200);
  const html = await page.text();
  const { people } = (await (await fetch(`${identity.issuer}/people`)).json()) as {
    people: { sub: string; name: string }[];
  };
  const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, link = ""]) => link.replaceAll("&#38;", "&"));
  assert.equal(links.length, people.length);
  for (const { name } of people) assert.ok(html.includes(name), name);

  const [link = ""] = links.filter((each) => each.endsWith("person=customer-2"));
  const tokens = await redeem(asked, await sentBack(new URL(link, identity.issuer)));
  assert.equal(decodeJwt(tokens.access_token).sub, "customer-2");
});

test("the page runs no script, loads nothing, and sends its form here or back to the client alone", async (t) => {
  const { url } = await visit(await identityFor(t));
  const page = await fetch(url);
  const policy = page.headers.get("content-security-policy") ?? "";
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /form-action 'self' http:\/\/127\.0\.0\.1:4280;/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.doesNotMatch(policy, /unsafe|script-src/);
  assert.equal(page.headers.get("cache-control"), "no-store");
  const html = await page.text();
  assert.doesNotMatch(html, /<script|\sstyle=|\son\w+=/);
});

test("somebody else signs in by the form with an id, a name and a role of his own", async (t) => {
  const asked = await visit(await identityFor(t));
  const form = new URLSearchParams(asked.url.search);
  for (const [name, value] of [
    ["person", "customer-99"],
    ["name", "새 고객"],
    ["role", "Customer"],
  ] as const)
    form.set(name, value);
  const back = await sentBack(new URL("/authorize", asked.url), { method: "POST", body: form });
  const { sub, name, roles } = decodeJwt((await redeem(asked, back)).access_token);
  assert.deepEqual({ sub, name, roles }, { sub: "customer-99", name: "새 고객", roles: ["Customer"] });
});

test("a form with a role that nobody has, or without a name, comes back with what is wrong, as text", async (t) => {
  const asked = await visit(await identityFor(t));
  const ask = async (fields: Record<string, string>): Promise<[number, string]> => {
    const form = new URLSearchParams(asked.url.search);
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    const response = await fetch(new URL("/authorize", asked.url), { method: "POST", body: form });
    return [response.status, await response.text()];
  };
  const [status, html] = await ask({ person: '"><script>', name: "x", role: "King" });
  assert.equal(status, 400);
  assert.match(html, /role="alert">[^<]*roles/);
  assert.doesNotMatch(html, /<script/);
  assert.match(html, /value="&#34;&#62;&#60;script&#62;"/);
});

test("a hint of nobody, and a prompt to choose, show the page", async (t) => {
  const identity = await identityFor(t);
  for (const more of [
    { login_hint: "nobody" },
    { ...hint, prompt: "select_account" },
    { ...hint, prompt: "login" },
  ]) {
    const page = await fetch((await visit(identity, more)).url);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /누구로 로그인할까요/);
  }
});

test("prompt=none asks nobody: a known hint signs in, all else is login_required", async (t) => {
  const identity = await identityFor(t);
  const silent = await visit(identity, { ...hint, prompt: "none" });
  await redeem(silent, await sentBack(silent.url));
  const stranger = await visit(identity, { prompt: "none" });
  const back = await sentBack(stranger.url);
  assert.throws(() => oauth.validateAuthResponse(stranger.server, client, back, stranger.state), {
    error: "login_required",
  });
});

test("a code is spent by its first use", async (t) => {
  const asked = await visit(await identityFor(t), hint);
  const back = await sentBack(asked.url);
  await redeem(asked, back);
  await assert.rejects(redeem(asked, back), { error: "invalid_grant" });
});

test("a code is good for a minute", async (t) => {
  let now = Date.parse("2026-03-02T00:00:00Z");
  const identity = await identityFor(t, { clock: () => now });
  const [early, late] = [await visit(identity, hint), await visit(identity, hint)];
  const codes = [await sentBack(early.url), await sentBack(late.url)] as const;
  now += 59_999;
  assert.equal((await exchange(early, codes[0])).status, 200);
  now += 1;
  assert.deepEqual(await errorOf(await exchange(late, codes[1])), [400, "invalid_grant"]);
});

const exchange = (
  { server, verifier }: Visit,
  back: URL,
  more: Record<string, string | null> = {},
  headers: Record<string, string> = {},
): Promise<Response> => {
  const form = new URLSearchParams({
    grant_type: "authorization_code",
    client_id: client.client_id,
    redirect_uri: redirectUri,
    code: back.searchParams.get("code") ?? "",
    code_verifier: verifier,
  });
  for (const [name, value] of Object.entries(more)) {
    if (value === null) form.delete(name);
    else form.set(name, value);
  }
  return fetch(server.token_endpoint ?? "", { method: "POST", body: form, headers });
};

const errorOf = async (response: Response): Promise<[number, string]> => {
  assert.equal(response.headers.get("cache-control"), "no-store");
  const { error, error_description: description } = (await response.json()) as Record<string, string>;
  assert.ok(description);
  return [response.status, error ?? ""];
};

const exchanges: [string, Record<string, string | null>, [number, string]][] = [
  ["another verifier", { code_verifier: oauth.generateRandomCodeVerifier() }, [400, "invalid_grant"]],
  ["a verifier that is too short", { code_verifier: "short" }, [400, "invalid_grant"]],
  ["no verifier", { code_verifier: null }, [400, "invalid_request"]],
  ["another redirect_uri", { redirect_uri: "http://127.0.0.1:4281/signed-in" }, [400, "invalid_grant"]],
  ["no redirect_uri", { redirect_uri: null }, [400, "invalid_request"]],
  ["a code that nobody issued", { code: "x" }, [400, "invalid_grant"]],
  ["no code", { code: null }, [400, "invalid_request"]],
  ["an unknown client", { client_id: "other" }, [401, "invalid_client"]],
  ["no client", { client_id: null }, [401, "invalid_client"]],
  ["a secret, which a page cannot keep", { client_secret: "x" }, [401, "invalid_client"]],
  ["no grant type", { grant_type: null }, [400, "invalid_request"]],
  ["a refresh token, which is not issued", { grant_type: "refresh_token" }, [400, "unsupported_grant_type"]],
  ["a password", { grant_type: "password" }, [400, "unsupported_grant_type"]],
];
for (const [name, more, expected] of exchanges) {
  test(`a code with ${name} is refused as ${expected[1]}`, async (t) => {
    const asked = await visit(await identityFor(t), hint);
    assert.deepEqual(await errorOf(await exchange(asked, await sentBack(asked.url), more)), expected);
  });
}

test("a client that authenticates is told that clients are public here", async (t) => {
  const asked = await visit(await identityFor(t), hint);
  const response = await exchange(asked, await sentBack(asked.url), {}, { authorization: "Basic a3RnZw==" });
  assert.match(response.headers.get("www-authenticate") ?? "", /^Basic /);
  assert.deepEqual(await errorOf(response), [401, "invalid_client"]);
});

test("a code stays with the client that asked for it", async (t) => {
  const clients = { ids: ["ktgg-web", "other"], redirectUris: [] };
  const asked = await visit(await identityFor(t, { clients }), hint);
  const back = await sentBack(asked.url);
  assert.deepEqual(await errorOf(await exchange(asked, back, { client_id: "other" })), [
    400,
    "invalid_grant",
  ]);
  // And whoever showed it first has spent it.
  assert.deepEqual(await errorOf(await exchange(asked, back)), [400, "invalid_grant"]);
});

const questions: [string, Record<string, string | undefined>, string][] = [
  ["no challenge", { code_challenge: undefined }, "invalid_request"],
  ["a plain challenge", { code_challenge_method: "plain" }, "invalid_request"],
  ["a challenge without a method, which is plain", { code_challenge_method: undefined }, "invalid_request"],
  ["a challenge that is no hash", { code_challenge: "short" }, "invalid_request"],
  ["another response type", { response_type: "token" }, "unsupported_response_type"],
  ["no response type", { response_type: undefined }, "invalid_request"],
  ["another response mode", { response_mode: "fragment" }, "invalid_request"],
  ["no openid in its scope", { scope: "profile" }, "invalid_scope"],
  ["a resource that is not ours", { resource: "api://other" }, "invalid_target"],
  ["a scope of another API", { scope: "openid api://other/.default" }, "invalid_target"],
  ["a request object", { request: "x" }, "request_not_supported"],
  ["a prompt that nobody knows", { prompt: "sing" }, "invalid_request"],
];
for (const [name, more, error] of questions) {
  test(`a sign-in with ${name} is sent back as ${error}, with its state`, async (t) => {
    const { url, state, server } = await visit(await identityFor(t), { ...hint, ...more });
    const back = await sentBack(url);
    assert.equal(back.searchParams.get("code"), null);
    assert.throws(() => oauth.validateAuthResponse(server, client, back, state), { error });
  });
}

test("the API may be named by resource, audience or scope", async (t) => {
  const identity = await identityFor(t);
  for (const more of [
    { resource: "api://ktgg" },
    { audience: "api://ktgg" },
    { scope: "openid api://ktgg/.default" },
  ]) {
    const asked = await visit(identity, { ...hint, ...more });
    const { access_token: token } = await redeem(asked, await sentBack(asked.url));
    assert.equal(decodeJwt(token).aud, "api://ktgg");
  }
});

const addresses = [
  "https://127.0.0.1:4280/",
  "http://example.com/",
  "http://localhost.example.com/",
  "http://127.0.0.1:4280/#fragment",
  "http://someone@127.0.0.1/",
  "javascript:alert(1)",
  "/relative",
];
for (const uri of addresses) {
  test(`nobody is sent to ${uri}`, async (t) => {
    const { url } = await visit(await identityFor(t), { ...hint, redirect_uri: uri });
    const response = await fetch(url, { redirect: "manual" });
    assert.equal(response.status, 400);
    assert.equal(response.headers.get("location"), null);
    assert.match(await response.text(), /redirect_uri/);
  });
}

test("a page at any port of this machine, or at a configured address, is answered", async (t) => {
  const clients = { ids: ["ktgg-web"], redirectUris: ["https://pages.example/signed-in"] };
  const identity = await identityFor(t, { clients });
  for (const uri of ["http://localhost:1/x?y=1", "http://127.0.0.1/", "https://pages.example/signed-in"]) {
    const asked = await visit(identity, { ...hint, redirect_uri: uri });
    const back = await sentBack(asked.url);
    assert.ok(back.href.startsWith(uri), back.href);
    const bare = new URL(back);
    bare.searchParams.delete("y");
    await redeem(asked, bare, uri);
  }
});

test("an unknown client, no client and a parameter that comes twice get no answer sent anywhere, or an error", async (t) => {
  const identity = await identityFor(t);
  for (const id of ["other", undefined]) {
    const { url } = await visit(identity, { ...hint, client_id: id });
    assert.equal((await fetch(url, { redirect: "manual" })).status, 400);
  }
  const { url } = await visit(identity, hint);
  const twice = (name: string): URL => new URL(`${url.href}&${name}=x`);
  assert.equal((await fetch(twice("redirect_uri"), { redirect: "manual" })).status, 400);
  assert.equal((await sentBack(twice("nonce"))).searchParams.get("error"), "invalid_request");
});

test("a page of any origin may fetch discovery, keys and tokens, but not read the sign-in page", async (t) => {
  const { issuer } = await identityFor(t);
  for (const [path, method] of [
    ["/.well-known/openid-configuration", "GET"],
    ["/jwks", "GET"],
    ["/token", "POST"],
  ] as const) {
    const preflight = await fetch(issuer + path, { method: "OPTIONS" });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get("access-control-allow-methods"), method);
    const answer = await fetch(issuer + path, { method });
    assert.equal(answer.headers.get("access-control-allow-origin"), "*");
    await answer.body?.cancel();
  }
  const page = await fetch(`${issuer}/authorize`);
  assert.equal(page.headers.get("access-control-allow-origin"), null);
  await page.body?.cancel();
});

test("signing out goes back to the client's page, and only there", async (t) => {
  const identity = await identityFor(t);
  const asked = await visit(identity, hint);
  const { id_token: idToken = "" } = await redeem(asked, await sentBack(asked.url));
  const end = (parameters: Record<string, string>): URL => {
    const url = new URL(asked.server.end_session_endpoint ?? "");
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return url;
  };
  const home = { post_logout_redirect_uri: "http://127.0.0.1:4280/" };
  const back = await sentBack(end({ ...home, id_token_hint: idToken, state: "s" }));
  assert.equal(back.href, "http://127.0.0.1:4280/?state=s");
  await sentBack(end({ ...home, client_id: client.client_id }));
  assert.equal((await fetch(end({}))).status, 200);
  const stranger = await identityFor(t);
  const other = await visit(stranger, hint);
  const { id_token: foreign = "" } = await redeem(other, await sentBack(other.url));
  for (const wrong of [
    home,
    { ...home, id_token_hint: foreign },
    { ...home, id_token_hint: idToken, client_id: "other" },
    { client_id: client.client_id, post_logout_redirect_uri: "http://example.com/" },
  ]) {
    assert.equal((await fetch(end(wrong), { redirect: "manual" })).status, 400);
  }
});

test("the discovery document names what is served, and nothing else", async (t) => {
  const { server } = await visit(await identityFor(t));
  assert.deepEqual(server.response_types_supported, ["code"]);
  assert.deepEqual(server.grant_types_supported, ["authorization_code"]);
  assert.deepEqual(server.code_challenge_methods_supported, ["S256"]);
  assert.deepEqual(server.token_endpoint_auth_methods_supported, ["none"]);
  assert.equal(server.authorization_response_iss_parameter_supported, true);
  for (const endpoint of [
    server.authorization_endpoint,
    server.token_endpoint,
    server.end_session_endpoint,
  ]) {
    const response = await fetch(endpoint ?? "", { redirect: "manual" });
    assert.notEqual(response.status, 404);
    await response.body?.cancel();
  }
});
