import type { Config } from "../config.ts";
import { readToken, type Person, type Role } from "./person.ts";

/** Who is signed in, in this tab (ADR 12 says why in sessionStorage). */
export type Session = {
  person: () => Person | undefined;
  /** The access token, while it is good. */
  token: () => string | undefined;
  has: (role: Role) => boolean;
  /** Whether someone was signed in, and the time ran out or the API took the token no longer. */
  ended: () => boolean;
  /** Notes that the API did not take the token. */
  refused: () => void;
  /** Leaves for the issuer's page; afterwards the person is back at `returnTo`. `loginHint` is who it will probably be. */
  signIn: (returnTo: string, loginHint?: string) => Promise<void>;
  /** Takes the issuer's answer in; answers where the person wanted to be. Throws when it is not the answer to our question. */
  complete: (answer: URL) => Promise<string>;
  signOut: () => Promise<void>;
};

const key = "ktgg.token";
// A token that ends while a request is under way helps nobody.
const marginMs = 5_000;
// setTimeout counts in 32 bits.
const longestTimerMs = 2 ** 31 - 1;

/** Opens the session of this tab; `changed` is called when it begins or ends. */
export const openSession = (config: Config, changed: () => void): Session => {
  let current = stored();
  let wasEnded = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const end = (): void => {
    clearTimeout(timer);
    wasEnded = current !== undefined;
    sessionStorage.removeItem(key);
    changed();
  };
  const watch = (): void => {
    clearTimeout(timer);
    if (current === undefined) return;
    const leftMs = current.expiresAt - marginMs - Date.now();
    if (leftMs <= 0) end();
    else timer = setTimeout(watch, Math.min(leftMs, longestTimerMs));
  };
  watch();
  // A laptop that slept: timers stood still, the clock did not.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && !wasEnded) watch();
  });

  return {
    person: () => current?.person,
    token: () => (wasEnded ? undefined : current?.token),
    has: (role) => current?.person.roles.includes(role) ?? false,
    ended: () => wasEnded,
    refused: end,
    signIn: async (returnTo, loginHint) => {
      const { begin } = await import("./oidc.ts");
      await begin(config, returnTo, loginHint);
    },
    complete: async (answer) => {
      const { complete } = await import("./oidc.ts");
      const { token, returnTo } = await complete(config, answer);
      sessionStorage.setItem(key, token);
      current = { token, ...readToken(token) };
      wasEnded = false;
      watch();
      changed();
      return returnTo;
    },
    signOut: async () => {
      clearTimeout(timer);
      sessionStorage.removeItem(key);
      current = undefined;
      wasEnded = false;
      changed();
      const { leave } = await import("./oidc.ts");
      await leave(config);
    },
  };
};

const stored = (): { token: string; person: Person; expiresAt: number } | undefined => {
  const token = sessionStorage.getItem(key);
  if (token === null) return undefined;
  try {
    return { token, ...readToken(token) };
  } catch {
    // Written by an older version of these pages: as if nobody were signed in.
    sessionStorage.removeItem(key);
    return undefined;
  }
};
