import type { Answer } from "../http.ts";

/** A refusal as OAuth words it (RFC 6749 section 5.2). */
export const refusal = (status: number, error: string, description: string): Answer => ({
  status,
  headers: { "cache-control": "no-store" },
  body: { error, error_description: description },
});
