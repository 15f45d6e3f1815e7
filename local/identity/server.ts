import type { IncomingMessage, ServerResponse } from "node:http";
import { Faults, serveFaults } from "../faults.ts";
import { listen, sendJson, underFaults } from "../http.ts";
import type { Answer } from "../http.ts";
import { defaultAudience } from "./authorize-request.ts";
import { authorize } from "./authorize.ts";
import { defaultClients } from "./clients.ts";
import type { Clients } from "./clients.ts";
import { exchangeCode } from "./code-grant.ts";
import { Codes } from "./codes.ts";
import { allowAnyOrigin } from "./cors.ts";
import { discovery } from "./discovery.ts";
import { isForm, readBounded } from "./form.ts";
import { logout } from "./logout.ts";
import { people } from "./people.ts";
import { refusal } from "./refusal.ts";
import { loadSigningKey } from "./signing-key.ts";
import { parseTokenRequest } from "./token-request.ts";
import { signAccessToken } from "./tokens.ts";
import type { Signer } from "./tokens.ts";

/** How to start the local issuer. `clock` gives the time of a token in ms. */
export type IdentityOptions = { port: number; dataDir: string; clock?: () => number; clients?: Clients };

/** A running local issuer. */
export type Identity = { port: number; issuer: string; close: () => Promise<void> };

type Issuer = Signer & { faults: Faults; clients: Clients; codes: Codes };

/** Starts an OpenID issuer that signs in whoever asks: for demos and tests alone. Throws when the port is taken. */
export const startIdentity = async ({
  port,
  dataDir,
  clock = Date.now,
  clients = defaultClients,
}: IdentityOptions): Promise<Identity> => {
  const key = await loadSigningKey(dataDir);
  const codes = new Codes(clock);
  const service: Issuer = { issuer: "", key, clock, clients, codes, faults: new Faults() };
  const server = await listen(port, (request, response, closing) =>
    route(request, response, closing, service),
  );
  service.issuer = `http://127.0.0.1:${server.port}`;
  return { port: server.port, issuer: service.issuer, close: server.close };
};

const route = async (
  request: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
  service: Issuer,
): Promise<void> => {
  const { faults, issuer, key } = service;
  if (await serveFaults(faults, request, response)) return;
  const { pathname } = new URL(request.url ?? "/", "http://local");
  const serve = (operation: string, work: () => Answer | Promise<Answer>): Promise<void> =>
    underFaults({ faults, operation, busy }, response, closing, work);
  if (allowAnyOrigin(pathname, request, response)) return;
  switch (`${request.method} ${pathname}`) {
    case "GET /.well-known/openid-configuration":
      await serve("discovery", () => ({ status: 200, body: discovery(issuer) }));
      return;
    case "GET /jwks":
      await serve("jwks", () => ({ status: 200, body: { keys: [key.publicJwk] } }));
      return;
    case "GET /people":
      sendJson(response, { status: 200, body: { people } });
      return;
    case "GET /authorize":
    case "POST /authorize":
      await authorize(request, response, service);
      return;
    case "GET /logout":
    case "POST /logout":
      await logout(request, response, service);
      return;
    case "POST /token":
      await serve("token", () => token(request, service));
      return;
    default:
      sendJson(response, refuseRoute(request.method, pathname));
  }
};

/** The token endpoint: a form is a page's code grant, JSON is the demo's short cut to a token of anybody. */
const token = async (request: IncomingMessage, service: Issuer): Promise<Answer> => {
  if (!isForm(request) && !/^application\/json\b/i.test(request.headers["content-type"] ?? "")) {
    const message = "The content type must be application/x-www-form-urlencoded or application/json.";
    return refusal(415, "invalid_request", message);
  }
  const body = await readBounded(request);
  if (!Buffer.isBuffer(body)) return body;
  return isForm(request)
    ? exchangeCode(request, new URLSearchParams(body.toString("utf8")), service)
    : signForAnyone(body, service);
};

const signForAnyone = async (body: Buffer, service: Issuer): Promise<Answer> => {
  const asked = parseTokenRequest(body);
  if (typeof asked === "string") return refusal(400, "invalid_request", asked);
  const { sub, roles, name, expiresIn, audience = defaultAudience } = asked;
  const subject = { sub, roles, ...(name === undefined ? {} : { name }) };
  return {
    status: 200,
    headers: { "cache-control": "no-store" },
    body: {
      access_token: await signAccessToken(service, subject, { audience, expiresIn }),
      token_type: "Bearer",
      expires_in: expiresIn,
    },
  };
};

const paths = ["/.well-known/openid-configuration", "/authorize", "/jwks", "/logout", "/people", "/token"];

const refuseRoute = (method = "", pathname: string): Answer =>
  paths.includes(pathname)
    ? refusal(405, "invalid_request", `${method} is not allowed on ${pathname}.`)
    : refusal(404, "invalid_request", `${method} ${pathname} is not in the local issuer.`);

const busy = (status: number): Answer => ({
  ...refusal(status, "temporarily_unavailable", `Fault switch: status ${status}.`),
  headers: { "retry-after": "1", "cache-control": "no-store" },
});
