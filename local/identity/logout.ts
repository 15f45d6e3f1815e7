import type { IncomingMessage, ServerResponse } from "node:http";
import { compactVerify, importJWK } from "jose";
import { z } from "zod";
import { refusalPage } from "./authorize-page.ts";
import { mayReturnTo } from "./clients.ts";
import type { Clients } from "./clients.ts";
import { readVisit } from "./form.ts";
import { bilingual, sendPage } from "./page.ts";
import { readParameters } from "./parameters.ts";
import type { Parameters } from "./parameters.ts";
import type { Signer } from "./tokens.ts";

/**
 * The end of a session (OpenID Connect RP-Initiated Logout 1.0): this issuer keeps none, so it sends the person back to
 * where the client asks, or says that he is signed out. Tokens that were issued live until they expire.
 */
export const logout = async (
  request: IncomingMessage,
  response: ServerResponse,
  service: Signer & { clients: Clients },
): Promise<void> => {
  const form = await readVisit(request, response);
  if (form === null) return;
  const parameters = readParameters(form);
  const wrong = await refuse(parameters, service);
  const returnTo = parameters.get("post_logout_redirect_uri");
  if (wrong !== null) sendPage(response, 400, refusalPage(wrong));
  else if (returnTo === undefined) sendPage(response, 200, signedOutPage);
  else {
    const location = new URL(returnTo);
    const state = parameters.get("state");
    if (state !== undefined) location.searchParams.set("state", state);
    response
      .writeHead(303, { location: location.href, "cache-control": "no-store", "content-length": 0 })
      .end();
  }
};

const refuse = async (
  { get, repeated }: Parameters,
  { clients, issuer, key }: Signer & { clients: Clients },
): Promise<string | null> => {
  if (repeated !== undefined) return `${repeated} comes twice.`;
  const hint = get("id_token_hint");
  // An expired one is as good: people sign out late (section 2).
  const audience = hint === undefined ? undefined : await audienceOf(hint, issuer, key);
  if (audience === null) return "id_token_hint is no ID token of this issuer.";
  const clientId = get("client_id") ?? audience;
  if (audience !== undefined && clientId !== audience) return "id_token_hint was issued to another client.";
  if (clientId !== undefined && !clients.ids.includes(clientId))
    return `The client ${clientId} is not known here.`;
  const returnTo = get("post_logout_redirect_uri");
  if (returnTo === undefined) return null;
  if (clientId === undefined)
    return "post_logout_redirect_uri needs client_id or id_token_hint: whose is it?";
  return mayReturnTo(clients, returnTo) ? null : `${returnTo} is no page of this client.`;
};

const idToken = z.object({ iss: z.string(), aud: z.string() });

const audienceOf = async (token: string, issuer: string, { publicJwk }: Signer["key"]) => {
  try {
    const { payload } = await compactVerify(token, await importJWK(publicJwk));
    const { iss, aud } = idToken.parse(JSON.parse(new TextDecoder().decode(payload)));
    return iss === issuer ? aud : null;
  } catch {
    // Whatever is wrong with it, it is not ours.
    return null;
  }
};

const signedOutPage = {
  title: "KT.GG 로그아웃",
  body: `<h1>로그아웃했습니다.</h1>
<p>${bilingual("이 창을 닫아도 됩니다.", "You are signed out and may close this window.")}</p>`,
};
