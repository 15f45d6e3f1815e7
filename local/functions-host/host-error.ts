/** The host cannot start, or cannot serve what the app asks for; the message says how to mend it. */
export class HostError extends Error {
  override name = "HostError";
}

/** The text of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The stack where there is one, else the text. */
export const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
