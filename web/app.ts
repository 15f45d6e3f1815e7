import type { Api } from "./api/client.ts";
import type { Config } from "./config.ts";
import type { Session } from "./sign-in/session.ts";

/** What every page is given. */
export type App = {
  readonly config: Config;
  readonly api: Api;
  readonly session: Session;
  /** Draws all again from the state, once, soon. Call it after every change of state. */
  readonly redraw: () => void;
  /** Opens a page of ours; `replace` leaves no trace of this one in the history. */
  readonly go: (path: string, how?: { replace?: boolean }) => void;
  /** Says something that needs no answer, and is read out. */
  readonly toast: (text: string) => void;
};
