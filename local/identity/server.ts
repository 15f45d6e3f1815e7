import type { IncomingMessage, ServerResponse } from "node:http";
import { SignJWT } from "jose";
import { Faults, serveFaults } from "../faults.ts";
import { BodyTooLarge, listen, readBody, sendJson, underFaults } from "../http.ts";
import type { Answer } from "../http.ts";
import { people } from "./people.ts";
import { algorithm, loadSigningKey } from "./signing-key.ts";
import type { SigningKey } from "./signing-key.ts";
import { parseTokenRequest } from "./token-request.ts";

const defaultAudience = "api://ktgg";
const maxBodyBytes = 64 * 1024;

/** How to start the local issuer. `clock` gives the time of a token in ms. */
export type IdentityOptions = { port: number; dataDir: string; clock?: () => number };

/** A running local issuer. */
export type Identity = { port: number; issuer: string; close: () => Promise<void> };

type Issuer = { issuer: string; key: SigningKey; clock: () => number; faults: Faults };

/** Starts an OpenID issuer that signs a token for whoever asks: for demos and tests alone. Throws when the port is taken. */
export const startIdentity = async ({
  port,
  dataDir,
  clock = Date.now,
}: IdentityOptions): Promise<Identity> => {
  const key = await loadSigningKey(dataDir);
  const service: Issuer = { issuer: "", key, clock, faults: new Faults() };
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
    case "POST /token":
      await serve("token", () => token(request, service));
      return;
    default:
      sendJson(response, refuseRoute(request.method, pathname));
  }
};

const discovery = (issuer: string): Record<string, unknown> => ({
  issuer,
  jwks_uri: `${issuer}/jwks`,
  token_endpoint: `${issuer}/token`,
  response_types_supported: [],
  grant_types_supported: [],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: [algorithm],
  claims_supported: ["iss", "aud", "sub", "roles", "name", "iat", "exp"],
});

const token = async (request: IncomingMessage, { issuer, key, clock }: Issuer): Promise<Answer> => {
  const contentType = request.headers["content-type"] ?? "";
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) {
    const message =
      "No OAuth grant is served here; ask with JSON: {sub, roles, name?, expiresIn?, audience?}.";
    return refusal(400, "unsupported_grant_type", message);
  }
  if (!/^application\/json\b/i.test(contentType)) {
    return refusal(415, "invalid_request", "The content type must be application/json.");
  }
  const body = await readBody(request, maxBodyBytes).catch((error: unknown) => {
    if (error instanceof BodyTooLarge) return error;
    throw error;
  });
  if (body instanceof BodyTooLarge) {
    return { ...refusal(413, "invalid_request", body.message), headers: { connection: "close" } };
  }
  const asked = parseTokenRequest(body);
  if (typeof asked === "string") return refusal(400, "invalid_request", asked);

  const { sub, roles, name, expiresIn, audience = defaultAudience } = asked;
  const issuedAt = Math.floor(clock() / 1000);
  const accessToken = await new SignJWT({ roles, ...(name === undefined ? {} : { name }) })
    .setProtectedHeader({ alg: algorithm, kid: key.publicJwk.kid, typ: "JWT" })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(sub)
    // One that has already expired was issued before it expired.
    .setIssuedAt(Math.min(issuedAt, issuedAt + expiresIn))
    .setExpirationTime(issuedAt + expiresIn)
    .sign(key.privateKey);
  return {
    status: 200,
    headers: { "cache-control": "no-store" },
    body: { access_token: accessToken, token_type: "Bearer", expires_in: expiresIn },
  };
};

const refusal = (status: number, error: string, description: string): Answer => ({
  status,
  body: { error, error_description: description },
});

const refuseRoute = (method = "", pathname: string): Answer => {
  if (pathname === "/authorize") {
    return refusal(
      501,
      "unsupported_response_type",
      "The code flow (/authorize) is not in the local issuer.",
    );
  }
  const known = ["/.well-known/openid-configuration", "/jwks", "/people", "/token"].includes(pathname);
  return known
    ? refusal(405, "invalid_request", `${method} is not allowed on ${pathname}.`)
    : refusal(404, "invalid_request", `${method} ${pathname} is not in the local issuer.`);
};

const busy = (status: number): Answer => ({
  ...refusal(status, "temporarily_unavailable", `Fault switch: status ${status}.`),
  headers: { "retry-after": "1" },
});
