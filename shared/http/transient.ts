const statuses = new Set<unknown>([408, 410, 429, 449, 500, 502, 503, 504]);
const codes = new Set<unknown>([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT", // fetch: no connection, or one that was cut
  "UND_ERR_SOCKET",
  "REQUEST_SEND_ERROR", // @azure/core-rest-pipeline: no answer
  "TimeoutError",
]);

/** Whether the error says that a dependency is down or busy, so that the same call may work later. Looks through causes. */
export const isTransient = (error: unknown): boolean => {
  for (let cause = error, depth = 0; typeof cause === "object" && cause !== null && depth < 5; depth++) {
    const { code, statusCode, retryable } = cause as {
      code?: unknown;
      statusCode?: unknown;
      retryable?: unknown;
    };
    if (statuses.has(code) || statuses.has(statusCode) || codes.has(code) || retryable === true) return true;
    cause = (cause as { cause?: unknown }).cause;
  }
  return false;
};
