import type { IncomingMessage, ServerResponse } from "node:http";
import { parseAuthorizeRequest } from "./authorize-request.ts";
import type { AuthorizeRefusal, AuthorizeRequest } from "./authorize-request.ts";
import { refusalPage, signInPage } from "./authorize-page.ts";
import type { Clients } from "./clients.ts";
import type { Codes, Subject } from "./codes.ts";
import { readVisit } from "./form.ts";
import { sendPage } from "./page.ts";
import { readParameters } from "./parameters.ts";
import type { Parameters } from "./parameters.ts";
import { people } from "./people.ts";
import { parsePerson } from "./token-request.ts";

/** What a sign-in needs to know. */
export type SignIn = { issuer: string; clients: Clients; codes: Codes; clock: () => number };

/**
 * The authorization endpoint: shows the demo people to choose from, and sends the chosen one back with a code. Whoever
 * comes with the `login_hint` of a demo person is signed in without a click. There is no session: every visit asks anew.
 */
export const authorize = async (
  request: IncomingMessage,
  response: ServerResponse,
  service: SignIn,
): Promise<void> => {
  // By GET or POST alike (OpenID Connect Core section 3.1.2.1).
  const form = await readVisit(request, response);
  if (form === null) return;
  const parameters = readParameters(form);
  const asked = parseAuthorizeRequest(parameters, service.clients);
  if ("error" in asked) {
    refuse(response, service.issuer, asked);
    return;
  }
  const chosen = choose(asked, parameters);
  if (chosen !== null && !("wrong" in chosen)) {
    sendBack(response, asked, { code: issueCode(service, asked, chosen), iss: service.issuer });
  } else if (asked.prompt.includes("none")) {
    const description = "Nobody is signed in: send the login_hint of a demo person, or show the page.";
    sendBack(response, asked, {
      error: "login_required",
      error_description: description,
      iss: service.issuer,
    });
  } else {
    const wrong = chosen === null ? null : chosen.wrong;
    sendPage(
      response,
      wrong === null ? 200 : 400,
      signInPage(form, wrong),
      new URL(asked.redirectUri).origin,
    );
  }
};

const issueCode = ({ codes, clock }: SignIn, asked: AuthorizeRequest, subject: Subject): string =>
  codes.issue({
    clientId: asked.clientId,
    redirectUri: asked.redirectUri,
    codeChallenge: asked.codeChallenge,
    audience: asked.audience,
    scope: asked.scope,
    nonce: asked.nonce,
    subject,
    signedInAt: clock(),
  });

/** Who signs in: whom the form names, else the demo person of the hint; null when the page must ask. */
const choose = (
  { prompt, loginHint }: AuthorizeRequest,
  { get }: Parameters,
): Subject | { wrong: string } | null => {
  const asksAnyway = prompt.includes("login") || prompt.includes("select_account");
  const sub = get("person");
  if (sub === undefined && (loginHint === undefined || asksAnyway)) return null;
  const known = people.find((person) => person.sub === (sub ?? loginHint));
  if (known !== undefined) return { sub: known.sub, name: known.name, roles: known.roles };
  return sub === undefined ? null : parsePerson({ sub, name: get("name"), roles: [get("role")] });
};

const refuse = (
  response: ServerResponse,
  issuer: string,
  { error, description, returnTo }: AuthorizeRefusal,
): void => {
  if (returnTo === null) sendPage(response, 400, refusalPage(description));
  else sendBack(response, returnTo, { error, error_description: description, iss: issuer });
};

const sendBack = (
  response: ServerResponse,
  { redirectUri, state }: { redirectUri: string; state: string | undefined },
  answer: Record<string, string>,
): void => {
  const location = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) location.searchParams.set(name, value);
  if (state !== undefined) location.searchParams.set("state", state);
  // 303: what came by POST goes on by GET (RFC 9700 section 4.12).
  response
    .writeHead(303, {
      location: location.href,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "content-length": 0,
    })
    .end();
};
