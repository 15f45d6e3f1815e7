import { failureOf, type Failure } from "../api/problem.ts";

/** Something that is asked of the API again and again, and how its last question went. */
export type Asking = {
  readonly state: "loading" | "ready" | "failed";
  readonly failure: Failure | undefined;
  /** Only the last question counts: an earlier one that answers late is of no interest any more. */
  ask: <Data>(load: (signal: AbortSignal) => Promise<Data>, take: (data: Data) => void) => Promise<void>;
  /** Drops the question that is under way: what it would answer is older than what is known. */
  drop: () => void;
};

/** Opens it; `redraw` is called when a question begins, and when it has gone well or failed. */
export const openAsking = (redraw: () => void): Asking => {
  let state: Asking["state"] = "loading";
  let failure: Failure | undefined;
  let current = new AbortController();
  return {
    get state() {
      return state;
    },
    get failure() {
      return failure;
    },
    ask: async (load, take) => {
      current.abort();
      const { signal } = (current = new AbortController());
      state = "loading";
      failure = undefined;
      redraw();
      try {
        const data = await load(signal);
        if (signal.aborted) return;
        take(data);
        state = "ready";
      } catch (error) {
        if (signal.aborted) return;
        failure = failureOf(error);
        state = "failed";
      }
      redraw();
    },
    drop: () => {
      current.abort();
      state = "ready";
      failure = undefined;
    },
  };
};
