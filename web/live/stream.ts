import { openEventReader, type StreamEvent } from "./event-lines.ts";

/** Whether what happens is heard at this moment. */
export type LiveState = "connecting" | "live" | "reconnecting";

/** How to listen. */
export type LiveOptions = {
  url: string;
  /** The access token; undefined when the session is over, and so is the listening. */
  token: () => string | undefined;
  /** The API takes the token no longer. */
  refused: () => void;
  hear: (event: StreamEvent) => void;
  /** Called at each change of the state. */
  changed: (state: LiveState) => void;
};

// The API beats every 15 seconds: after three that did not come, nobody is there.
const silenceMs = 45_000;
const firstPauseMs = 500;
const longestPauseMs = 30_000;

/**
 * Listens to a stream of events of the API for as long as it is open, over any number of connections: each goes on behind the
 * last event that was heard. (EventSource could not send the token.) Answers how to stop.
 */
export const listen = ({ url, token, refused, hear, changed }: LiveOptions): (() => void) => {
  const stopping = new AbortController();
  const { signal } = stopping;
  let lastId = "";
  let failures = 0;
  let state: LiveState = "connecting";

  const become = (next: LiveState): void => {
    if (next === state || signal.aborted) return;
    state = next;
    changed(next);
  };

  /** One connection, until it ends. Throws when it breaks, or was refused. */
  const connect = async (bearer: string): Promise<void> => {
    const silent = new AbortController();
    let watch = setTimeout(() => undefined);
    const alive = (): void => {
      clearTimeout(watch);
      watch = setTimeout(() => {
        silent.abort();
      }, silenceMs);
    };
    alive();
    try {
      const response = await fetch(url, {
        headers: { authorization: `Bearer ${bearer}`, ...(lastId !== "" && { "last-event-id": lastId }) },
        cache: "no-store",
        signal: AbortSignal.any([signal, silent.signal]),
      });
      if (response.status === 401) refused();
      // Not an id of the API that answers now: what was missed is in the list.
      if (response.status === 400) lastId = "";
      if (!response.ok || response.body === null) throw new Error(`The stream answered ${response.status}.`);
      const read = openEventReader();
      for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
        alive();
        for (const event of read(piece)) {
          lastId = event.id;
          failures = 0;
          hear(event);
          if (event.event === "ready") become("live");
        }
      }
    } finally {
      clearTimeout(watch);
    }
  };

  const run = async (): Promise<void> => {
    for (let bearer = token(); bearer !== undefined && !signal.aborted; bearer = token()) {
      try {
        await connect(bearer);
        // It ended by itself, as each does after some minutes: on at once, nothing was missed.
      } catch {
        // Whatever it was, it is tried again; the person sees that it is.
        failures += 1;
        become("reconnecting");
      }
      await pause(Math.min(firstPauseMs * 2 ** failures, longestPauseMs), signal);
    }
  };
  void run();
  return () => {
    stopping.abort();
  };
};

/** Up to the time, a half of it by chance, so that pages that fell together do not come back together; less when the network is back, or the page is closed. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms * (0.5 + Math.random() / 2));
    addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
