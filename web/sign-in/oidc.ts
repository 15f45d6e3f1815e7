import * as oauth from "oauth4webapi";
import type { Config } from "../config.ts";

// The code flow with PKCE (RFC 9700 section 2.1). Loaded only when someone signs in or out.

type Question = { verifier: string; state: string; nonce: string; returnTo: string };

const key = "ktgg.sign-in";

/** Where the issuer sends the person back to. */
export const callbackPath = "/signed-in";

const client = ({ clientId }: Config): oauth.Client => ({ client_id: clientId });

const onThisMachine = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/;

/** The issuer of `npm start` is on this machine, without TLS; any other must have it. */
const transport = ({ issuer }: Config): object =>
  // Marked as deprecated by the library only so that it stands out: it is what it offers for development.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  onThisMachine.test(issuer) ? { [oauth.allowInsecureRequests]: true } : {};

const discover = async (config: Config): Promise<oauth.AuthorizationServer> => {
  const issuer = new URL(config.issuer);
  const response = await oauth.discoveryRequest(issuer, transport(config));
  return oauth.processDiscoveryResponse(issuer, response);
};

/** Leaves for the issuer's page. Throws when the issuer can't be reached. */
export const begin = async (config: Config, returnTo: string, loginHint?: string): Promise<void> => {
  const server = await discover(config);
  if (server.authorization_endpoint === undefined) throw new Error("The issuer has no page to sign in.");
  const question: Question = {
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    returnTo,
  };
  sessionStorage.setItem(key, JSON.stringify(question));
  const address = new URL(server.authorization_endpoint);
  const parameters = {
    client_id: config.clientId,
    redirect_uri: redirectUri(),
    response_type: "code",
    scope: `openid profile ${config.audience}/.default`,
    code_challenge: await oauth.calculatePKCECodeChallenge(question.verifier),
    code_challenge_method: "S256",
    state: question.state,
    nonce: question.nonce,
    ui_locales: document.documentElement.lang,
    ...(loginHint !== undefined && { login_hint: loginHint }),
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  location.assign(address);
};

/** Exchanges the code in the issuer's answer for a token. Throws when it is refused, or not the answer to our question. */
export const complete = async (config: Config, answer: URL): Promise<{ token: string; returnTo: string }> => {
  const { verifier, state, nonce, returnTo } = takeQuestion();
  const server = await discover(config);
  const parameters = oauth.validateAuthResponse(server, client(config), answer, state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client(config),
    oauth.None(),
    parameters,
    redirectUri(),
    verifier,
    transport(config),
  );
  const { access_token: token } = await oauth.processAuthorizationCodeResponse(
    server,
    client(config),
    response,
    {
      expectedNonce: nonce,
      requireIdToken: true,
    },
  );
  return { token, returnTo };
};

/** Leaves for the issuer's page that signs out, or for our first page when it has none. Throws when it can't be reached. */
export const leave = async (config: Config): Promise<void> => {
  const { end_session_endpoint: end } = await discover(config);
  const address = new URL(end ?? "/", location.origin);
  address.searchParams.set("client_id", config.clientId);
  address.searchParams.set("post_logout_redirect_uri", `${location.origin}/`);
  location.assign(address);
};

const redirectUri = (): string => `${location.origin}${callbackPath}`;

/** The question is answered once: a code that is sent again finds none. */
const takeQuestion = (): Question => {
  const text = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  if (text === null) throw new Error("This tab has not asked to sign in.");
  return JSON.parse(text) as Question;
};
