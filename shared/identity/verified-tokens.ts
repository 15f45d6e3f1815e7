import type { Actor } from "./actor.ts";

/** Tokens that were verified a moment ago: a signature costs more than all else that a request needs. */
export type VerifiedTokens = {
  get: (token: string) => Actor | undefined;
  /** Keeps it for a minute, or until the token expires. `expiresAt` in seconds, as the `exp` claim. */
  add: (token: string, actor: Actor, expiresAt: number) => void;
};

/** A key that its issuer takes back is thus trusted for so long at most. */
const keepMs = 60_000;
const most = 2_000;

export const verifiedTokens = (nowMs: () => number = Date.now): VerifiedTokens => {
  const kept = new Map<string, { actor: Actor; untilMs: number }>();
  return {
    get: (token) => {
      const found = kept.get(token);
      if (found && found.untilMs > nowMs()) return found.actor;
      kept.delete(token);
      return undefined;
    },
    add: (token, actor, expiresAt) => {
      const oldest = kept.size >= most ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
      kept.set(token, { actor, untilMs: Math.min(nowMs() + keepMs, expiresAt * 1000) });
    },
  };
};
