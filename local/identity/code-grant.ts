import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Answer } from "../http.ts";
import type { Codes, Grant } from "./codes.ts";
import type { Clients } from "./clients.ts";
import { readParameters } from "./parameters.ts";
import type { Parameters } from "./parameters.ts";
import { refusal } from "./refusal.ts";
import { signAccessToken, signIdToken } from "./tokens.ts";
import type { Signer } from "./tokens.ts";

const expiresIn = 3600;
const verifierForm = /^[A-Za-z0-9\-._~]{43,128}$/;

/** The token endpoint for pages: a code and its verifier for tokens (RFC 6749 section 4.1.3, RFC 7636 section 4.5). */
export const exchangeCode = async (
  request: IncomingMessage,
  form: URLSearchParams,
  { clients, codes, ...signer }: Signer & { clients: Clients; codes: Codes },
): Promise<Answer> => {
  const parameters = readParameters(form);
  const refused = refuseExchange(request, parameters, clients);
  if (refused !== null) return refused;
  const grant = codes.redeem(parameters.get("code") ?? "");
  const wrong = grant === null ? "The code is unknown, used or expired." : refuseGrant(grant, parameters);
  if (grant === null || wrong !== null) return refusal(400, "invalid_grant", wrong ?? "");

  const { subject, audience, scope } = grant;
  const accessToken = await signAccessToken(signer, subject, { audience, expiresIn });
  const idToken = await signIdToken(signer, grant, { accessToken, expiresIn });
  return {
    status: 200,
    headers: { "cache-control": "no-store" },
    body: {
      access_token: accessToken,
      token_type: "Bearer",
      expires_in: expiresIn,
      id_token: idToken,
      scope,
    },
  };
};

const refuseExchange = (
  request: IncomingMessage,
  { get, repeated }: Parameters,
  clients: Clients,
): Answer | null => {
  if (repeated !== undefined) return refusal(400, "invalid_request", `${repeated} comes twice.`);
  const grantType = get("grant_type");
  if (grantType === undefined) return refusal(400, "invalid_request", "grant_type is missing.");
  if (grantType === "refresh_token") {
    const message =
      "No refresh token is issued here: ask /authorize again, with login_hint and prompt=none it needs no click.";
    return refusal(400, "unsupported_grant_type", message);
  }
  if (grantType !== "authorization_code") {
    return refusal(400, "unsupported_grant_type", `The grant ${grantType} is not served here.`);
  }
  const clientId = get("client_id");
  if (request.headers.authorization !== undefined || get("client_secret") !== undefined) {
    const { headers, ...rest } = refusal(
      401,
      "invalid_client",
      "Clients here are public: send client_id alone.",
    );
    return { ...rest, headers: { ...headers, "www-authenticate": 'Basic realm="KT.GG local identity"' } };
  }
  if (clientId === undefined || !clients.ids.includes(clientId)) {
    return refusal(401, "invalid_client", `The client ${clientId ?? "(none)"} is not known here.`);
  }
  const missing = ["code", "redirect_uri", "code_verifier"].find((name) => get(name) === undefined);
  return missing === undefined ? null : refusal(400, "invalid_request", `${missing} is missing.`);
};

const refuseGrant = (grant: Grant, { get }: Parameters): string | null => {
  if (get("client_id") !== grant.clientId) return "The code was issued to another client.";
  if (get("redirect_uri") !== grant.redirectUri) return "redirect_uri is not the one the code was sent to.";
  const verifier = get("code_verifier") ?? "";
  if (!verifierForm.test(verifier)) return "code_verifier must be 43 to 128 unreserved characters.";
  const challenge = createHash("sha256").update(verifier).digest();
  return timingSafeEqual(challenge, Buffer.from(grant.codeChallenge, "base64url"))
    ? null
    : "code_verifier does not fit the code_challenge.";
};
