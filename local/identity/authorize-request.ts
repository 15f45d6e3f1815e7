import { mayReturnTo } from "./clients.ts";
import type { Clients } from "./clients.ts";
import type { Parameters } from "./parameters.ts";

/** A sign-in that a client asks for. */
export type AuthorizeRequest = {
  clientId: string;
  redirectUri: string;
  codeChallenge: string;
  audience: string;
  scope: string;
  state: string | undefined;
  nonce: string | undefined;
  prompt: readonly string[];
  loginHint: string | undefined;
};

/** Why a sign-in is refused. Without `returnTo` the address is not to be trusted, and the person reads it here. */
export type AuthorizeRefusal = {
  error: string;
  description: string;
  returnTo: { redirectUri: string; state: string | undefined } | null;
};

/** The one API that this issuer signs for in a sign-in. */
export const defaultAudience = "api://ktgg";

const challenge = /^[A-Za-z0-9_-]{43}$/;
const prompts = ["none", "login", "consent", "select_account"];

/** Reads an authentication request (RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2.1, RFC 7636). */
export const parseAuthorizeRequest = (
  parameters: Parameters,
  clients: Clients,
): AuthorizeRequest | AuthorizeRefusal => {
  const { get, repeated } = parameters;
  const clientId = get("client_id");
  const redirectUri = get("redirect_uri");
  const untrusted = refuseAddress(clients, { clientId, redirectUri, repeated });
  if (untrusted !== null) return { error: "invalid_request", description: untrusted, returnTo: null };
  const state = get("state");
  const wrong = refuseQuestion(parameters);
  if (wrong !== null) return { ...wrong, returnTo: { redirectUri: redirectUri ?? "", state } };
  return {
    clientId: clientId ?? "",
    redirectUri: redirectUri ?? "",
    codeChallenge: get("code_challenge") ?? "",
    audience: defaultAudience,
    scope: get("scope") ?? "openid",
    state,
    nonce: get("nonce"),
    prompt: get("prompt")?.split(" ") ?? [],
    loginHint: get("login_hint"),
  };
};

/** An address that is not known to be the client's gets nothing sent to it, not even an error (RFC 6749 section 4.1.2.1). */
const refuseAddress = (
  clients: Clients,
  {
    clientId,
    redirectUri,
    repeated,
  }: { clientId: string | undefined; redirectUri: string | undefined; repeated: string | undefined },
): string | null => {
  if (repeated === "client_id" || repeated === "redirect_uri") return `${repeated} comes twice.`;
  if (clientId === undefined) return "client_id is missing.";
  if (!clients.ids.includes(clientId)) return `The client ${clientId} is not known here.`;
  if (redirectUri === undefined) return "redirect_uri is missing.";
  if (mayReturnTo(clients, redirectUri)) return null;
  return `redirect_uri ${redirectUri} is neither a page of this machine (http://127.0.0.1 or http://localhost) nor listed.`;
};

const refuseQuestion = ({ get, repeated }: Parameters): { error: string; description: string } | null => {
  const invalid = (description: string) => ({ error: "invalid_request", description });
  if (repeated !== undefined) return invalid(`${repeated} comes twice.`);
  if (get("request") !== undefined) {
    return { error: "request_not_supported", description: "Request objects are not read here." };
  }
  if (get("request_uri") !== undefined) {
    return { error: "request_uri_not_supported", description: "Request objects are not read here." };
  }
  const responseType = get("response_type");
  if (responseType === undefined) return invalid("response_type is missing.");
  if (responseType !== "code") {
    return { error: "unsupported_response_type", description: "response_type must be code." };
  }
  const mode = get("response_mode");
  if (mode !== undefined && mode !== "query") return invalid("response_mode must be query.");
  if (!(get("scope") ?? "").split(" ").includes("openid")) {
    return { error: "invalid_scope", description: "scope must contain openid." };
  }
  const target = refuseTarget(get);
  if (target !== null) return { error: "invalid_target", description: target };
  // RFC 7636 section 4.3: a challenge without a method is plain.
  if (get("code_challenge") === undefined) return invalid("code_challenge is missing: PKCE is required.");
  if (get("code_challenge_method") !== "S256") return invalid("code_challenge_method must be S256.");
  if (!challenge.test(get("code_challenge") ?? ""))
    return invalid("code_challenge is no SHA-256 in base64url.");
  const prompt = get("prompt")?.split(" ") ?? [];
  const unknown = prompt.find((value) => !prompts.includes(value));
  if (unknown !== undefined) return invalid(`prompt ${unknown} is not known.`);
  if (prompt.includes("none") && prompt.length > 1) return invalid("prompt none stands alone.");
  return null;
};

/** By `resource` (RFC 8707), by `audience` (Auth0's word) or by a scope of the API (Entra's way). */
const refuseTarget = (get: Parameters["get"]): string | null => {
  const ofApis = (get("scope") ?? "").split(" ").filter((scope) => scope.includes("://"));
  const other =
    [get("resource"), get("audience")].find((api) => api !== undefined && api !== defaultAudience) ??
    ofApis.find((scope) => scope !== defaultAudience && !scope.startsWith(`${defaultAudience}/`));
  return other === undefined ? null : `The API ${other} is not known here: ask for ${defaultAudience}.`;
};
