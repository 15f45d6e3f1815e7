import type { IncomingMessage, ServerResponse } from "node:http";

/** What a page asks by fetch. The rest is visited, and is nobody else's to read. */
const methods: Record<string, string> = {
  "/.well-known/openid-configuration": "GET",
  "/jwks": "GET",
  "/token": "POST",
};

/** Lets pages of every origin read these answers: they send no cookie, and a code is worth nothing without its verifier. True when the request was the browser's question alone. */
export const allowAnyOrigin = (
  pathname: string,
  request: IncomingMessage,
  response: ServerResponse,
): boolean => {
  const method = methods[pathname];
  if (method === undefined) return false;
  response.setHeader("access-control-allow-origin", "*");
  if (request.method !== "OPTIONS") return false;
  response
    .writeHead(204, {
      "access-control-allow-methods": method,
      "access-control-allow-headers": "content-type",
      "access-control-max-age": "600",
    })
    .end();
  return true;
};
