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

/**
 * Whether the error says that a dependency is down or busy, so that the same call may work later. Looks through causes, and
 * into the several failures of one retried send (an AggregateError of the Service Bus SDK, without a code of its own).
 */
export const isTransient = (error: unknown, depth = 0): boolean => {
  if (typeof error !== "object" || error === null || depth === 5) return false;
  const { code, statusCode, retryable, cause } = error as {
    code?: unknown;
    statusCode?: unknown;
    retryable?: unknown;
    cause?: unknown;
  };
  if (statuses.has(code) || statuses.has(statusCode) || codes.has(code) || retryable === true) return true;
  const inner: unknown[] =
    error instanceof AggregateError ? [cause, ...(error.errors as unknown[])] : [cause];
  return inner.some((one) => isTransient(one, depth + 1));
};
