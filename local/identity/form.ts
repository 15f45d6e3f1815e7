import type { IncomingMessage, ServerResponse } from "node:http";
import { BodyTooLarge, readBody, sendJson } from "../http.ts";
import type { Answer } from "../http.ts";
import { refusal } from "./refusal.ts";

const maxBodyBytes = 64 * 1024;

/** The body of a request, or what to answer when it is too long. */
export const readBounded = async (request: IncomingMessage): Promise<Buffer | Answer> => {
  try {
    return await readBody(request, maxBodyBytes);
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) throw error;
    const { headers, ...rest } = refusal(413, "invalid_request", error.message);
    return { ...rest, headers: { ...headers, connection: "close" } };
  }
};

/** The parameters of a visit by GET, or of a form by POST; null when there was none and that has been answered. */
export const readVisit = async (
  request: IncomingMessage,
  response: ServerResponse,
): Promise<URLSearchParams | null> => {
  if (request.method !== "POST") return new URL(request.url ?? "/", "http://local").searchParams;
  if (!isForm(request)) {
    const message = "The content type must be application/x-www-form-urlencoded.";
    sendJson(response, refusal(415, "invalid_request", message));
    return null;
  }
  const body = await readBounded(request);
  if (Buffer.isBuffer(body)) return new URLSearchParams(body.toString("utf8"));
  sendJson(response, body);
  return null;
};

/** Whether a request carries a form. */
export const isForm = (request: IncomingMessage): boolean =>
  /^application\/x-www-form-urlencoded\b/i.test(request.headers["content-type"] ?? "");
