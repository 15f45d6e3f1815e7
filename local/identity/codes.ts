import { randomBytes } from "node:crypto";
import type { Role } from "./people.ts";

/** Who signed in. */
export type Subject = { sub: string; name?: string; roles: readonly Role[] };

/** What a code stands for, and what it is bound to. */
export type Grant = {
  clientId: string;
  redirectUri: string;
  codeChallenge: string;
  audience: string;
  scope: string;
  nonce: string | undefined;
  subject: Subject;
  signedInAt: number;
};

/** RFC 6749 section 4.1.2 allows ten minutes; a page redeems its code at once. */
const codeLifeMs = 60_000;
const maxCodes = 10_000;

/** The codes that nobody has redeemed yet. They live in memory alone: a restart forgets them, and the person clicks once more. */
export class Codes {
  readonly #clock: () => number;
  readonly #grants = new Map<string, { grant: Grant; until: number }>();

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  issue(grant: Grant): string {
    const now = this.#clock();
    for (const [code, { until }] of this.#grants) {
      // Oldest first: the rest is still good.
      if (until > now && this.#grants.size < maxCodes) break;
      this.#grants.delete(code);
    }
    const code = randomBytes(32).toString("base64url");
    this.#grants.set(code, { grant, until: now + codeLifeMs });
    return code;
  }

  /** The grant of a code, once: whoever shows it first spends it, also when he then turns out to be the wrong one. */
  redeem(code: string): Grant | null {
    const found = this.#grants.get(code);
    this.#grants.delete(code);
    return found !== undefined && this.#clock() < found.until ? found.grant : null;
  }
}
