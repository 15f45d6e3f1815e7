/** Whether Cosmos answered with one of these statuses: 404 for no document, 409 for one that exists, 412 for one that changed. */
export const hasStatus = (error: unknown, ...statuses: readonly number[]): boolean =>
  error instanceof Error && "code" in error && statuses.some((status) => status === error.code);
