import type { components } from "./schema.d.ts";

/** An error of the API, as it answers it. */
export type Problem = components["schemas"]["Problem"];

/** The API said no. */
export class Refused extends Error {
  readonly problem: Problem;
  /** Seconds after which to ask again, when it says so. */
  readonly retryAfter: number | undefined;
  constructor(problem: Problem, retryAfter?: number) {
    super(problem.detail);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** No answer came: there is no network, or nobody listens. */
export class Unreachable extends Error {}

/** What went wrong with a request, for the views; undefined for what is no failure of a request. */
export type Failure = Refused | Unreachable;

/** The failure of a request. Throws on what is none: a mistake of ours is not to be shown as one of the network. */
export const failureOf = (error: unknown): Failure => {
  if (error instanceof Refused || error instanceof Unreachable) return error;
  throw error;
};

/** Whether the change was refused because somebody else has changed it meanwhile. */
export const isStale = (error: unknown): boolean => error instanceof Refused && error.problem.status === 412;

/** Whether there is no such thing, or not yet. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Refused && error.problem.status === 404;
