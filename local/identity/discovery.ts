import { algorithm } from "./signing-key.ts";

/** What the issuer says of itself (OpenID Connect Discovery section 3). */
export const discovery = (issuer: string): Record<string, unknown> => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  end_session_endpoint: `${issuer}/logout`,
  jwks_uri: `${issuer}/jwks`,
  response_types_supported: ["code"],
  response_modes_supported: ["query"],
  grant_types_supported: ["authorization_code"],
  code_challenge_methods_supported: ["S256"],
  token_endpoint_auth_methods_supported: ["none"],
  authorization_response_iss_parameter_supported: true,
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: [algorithm],
  scopes_supported: ["openid", "profile"],
  prompt_values_supported: ["none", "login", "select_account"],
  ui_locales_supported: ["ko", "en"],
  claims_supported: ["iss", "aud", "sub", "roles", "name", "iat", "exp", "auth_time", "nonce", "at_hash"],
  claims_parameter_supported: false,
  request_parameter_supported: false,
  request_uri_parameter_supported: false,
});
