import assert from "node:assert/strict";
import * as oauth from "oauth4webapi";
import type { Identity } from "../../../local/identity/server.ts";

/** The page that signs people in. */
export const client: oauth.Client = { client_id: "ktgg-web" };
export const redirectUri = "http://127.0.0.1:4280/signed-in";

// The local issuer speaks plain HTTP. The library marks the switch for it so that nobody uses it outside of tests.
// eslint-disable-next-line @typescript-eslint/no-deprecated
const overHttp = { [oauth.allowInsecureRequests]: true };

/** What the page keeps while the person is away. */
export type Visit = {
  url: URL;
  verifier: string;
  state: string;
  nonce: string;
  server: oauth.AuthorizationServer;
};

/** Prepares a visit to the authorization endpoint, as a relying party does: from the issuer's address alone. */
export const visit = async (
  identity: Identity,
  more: Record<string, string | undefined> = {},
): Promise<Visit> => {
  const issuer = new URL(identity.issuer);
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, overHttp));
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const nonce = oauth.generateRandomNonce();
  const url = new URL(server.authorization_endpoint ?? "");
  const parameters: Record<string, string | undefined> = {
    response_type: "code",
    client_id: client.client_id,
    redirect_uri: redirectUri,
    scope: "openid profile",
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...more,
  };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return { url, verifier, state, nonce, server };
};

/** Goes there, and answers the address to which the issuer sends the person back. */
export const sentBack = async (url: URL, init: RequestInit = {}): Promise<URL> => {
  const response = await fetch(url, { redirect: "manual", ...init });
  assert.equal(response.status, 303, await response.text());
  return new URL(response.headers.get("location") ?? "");
};

/** Redeems what the issuer sent back, as the library does it. */
export const redeem = async (
  { server, state, nonce, verifier }: Visit,
  back: URL,
  uri = redirectUri,
): Promise<oauth.TokenEndpointResponse> => {
  const parameters = oauth.validateAuthResponse(server, client, back, state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    parameters,
    uri,
    verifier,
    overHttp,
  );
  return oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: nonce,
    requireIdToken: true,
  });
};
