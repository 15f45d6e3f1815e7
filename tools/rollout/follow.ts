import { setTimeout as sleep } from "node:timers/promises";

/** What came over a stream of alarms, and how often it was opened. */
export type Follower = {
  /** Each alarm as `type subject`. */
  told: ReadonlySet<string>;
  connections: () => number;
  /** Every connection that was refused, or that broke off instead of ending. */
  failures: readonly string[];
  stop: () => Promise<void>;
};

const pauseMs = 100;

/** Keeps a salesman's page open: reads the stream, and comes back where it was whenever it ends (docs of GET /me/alarms/stream). */
export const follow = (gateway: string, token: string): Follower => {
  const told = new Set<string>();
  const failures: string[] = [];
  const stopping = new AbortController();
  let connections = 0;
  let lastEventId: string | undefined;

  const readOnce = async (): Promise<void> => {
    const response = await fetch(`${gateway}/me/alarms/stream`, {
      headers: {
        authorization: `Bearer ${token}`,
        ...(lastEventId !== undefined && { "last-event-id": lastEventId }),
      },
      signal: stopping.signal,
    });
    connections += 1;
    if (!response.ok || response.body === null)
      throw new Error(`${response.status} ${await response.text()}`);
    let text = "";
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      const events = (text + chunk).split("\n\n");
      text = events.pop() ?? ""; // A piece without its end is no event.
      for (const event of events) take(event);
    }
  };
  const take = (event: string): void => {
    const field = (name: string): string | undefined =>
      event
        .split("\n")
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2);
    lastEventId = field("id") ?? lastEventId;
    if (field("event") !== "alarm") return;
    const { type, subject } = JSON.parse(field("data") ?? "{}") as { type: string; subject: string };
    told.add(`${type} ${subject}`);
  };
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await readOnce().catch((error: unknown) => {
        if (!stopping.signal.aborted) failures.push(String(error));
      });
      await sleep(pauseMs);
    }
  };
  const running = run();
  return {
    told,
    failures,
    connections: () => connections,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};
