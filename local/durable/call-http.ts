import type { ActivityOutcome } from "./activity-work.ts";
import { jsonText, type HttpRequestAction } from "./wire.ts";

const timeoutMs = 100_000;

/** Does the request of a callHttp and gives what durable-functions makes a DurableHttpResponse of. */
export const callHttp = async (input: string): Promise<ActivityOutcome> => {
  const { method, uri, headers = {}, content } = JSON.parse(input) as HttpRequestAction;
  try {
    const response = await fetch(uri, {
      method: method.toUpperCase(),
      headers,
      ...(content !== undefined && { body: content }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const result = {
      statusCode: response.status,
      headers: Object.fromEntries(response.headers),
      content: await response.text(),
    };
    return { result: jsonText(result) };
  } catch (error) {
    const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    return { reason: `The request ${method} ${uri} failed: ${message}`, details: stack };
  }
};
