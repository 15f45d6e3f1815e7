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

type Alarm = { type: string; subject: string };

const pauseMs = 100;

/**
 * Keeps a salesman's page open: reads the stream, the list whenever the stream says so, and comes back where it was when the
 * stream ends (as the API's document says of GET /me/alarms/stream).
 */
export const follow = (gateway: string, token: string): Follower => {
  const told = new Set<string>();
  const failures: string[] = [];
  const stopping = new AbortController();
  let connections = 0;
  let lastEventId: string | undefined;

  const ask = async (path: string, headers: Record<string, string> = {}): Promise<Response> => {
    const response = await fetch(`${gateway}${path}`, {
      headers: { authorization: `Bearer ${token}`, ...headers },
      signal: stopping.signal,
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  const readStream = async (): Promise<void> => {
    const from = lastEventId === undefined ? {} : { "last-event-id": lastEventId };
    const { body } = await ask("/me/alarms/stream", from);
    connections += 1;
    let text = "";
    for await (const chunk of (body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      const events = (text + chunk).split("\n\n");
      text = events.pop() ?? ""; // A piece without its end is no event.
      for (const event of events) await take(event);
    }
  };
  const note = ({ type, subject }: Alarm): void => {
    told.add(`${type} ${subject}`);
  };
  const take = async (event: string): Promise<void> => {
    const field = (name: string): string | undefined =>
      event
        .split("\n")
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2);
    const kind = field("event");
    if (kind === "alarm") note(JSON.parse(field("data") ?? "{}") as Alarm);
    else if (kind === "alarms-changed" || (kind === "ready" && lastEventId === undefined)) {
      const list = (await (await ask("/me/alarms?limit=100")).json()) as { items: Alarm[] };
      list.items.forEach(note);
    }
    lastEventId = field("id") ?? lastEventId;
  };
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await readStream().catch((error: unknown) => {
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
