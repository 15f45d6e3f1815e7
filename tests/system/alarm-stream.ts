/** One event of a stream, as the page gets it, and when. */
export type StreamEvent = { event: string; id: string; data: Record<string, unknown>; atMs: number };

/** A page that listens. */
export type AlarmPage = {
  status: number;
  headers: Headers;
  /** What has come so far; grows. */
  events: StreamEvent[];
  lastId: () => string | undefined;
  /** Resolves when the stream is over, whoever ended it. */
  ended: Promise<"ended" | "broken">;
  close: () => void;
};

/** Opens `GET /me/alarms/stream` of one instance, as a page does it. */
export const openAlarmPage = async (
  api: string,
  token: string | undefined,
  headers: Record<string, string> = {},
): Promise<AlarmPage> => {
  const leaving = new AbortController();
  const response = await fetch(`${api}/me/alarms/stream`, {
    headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
    signal: leaving.signal,
  });
  const events: StreamEvent[] = [];
  const read = async (): Promise<void> => {
    let rest = "";
    for await (const chunk of (response.body ?? new Blob([]).stream()).pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + chunk).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const field = (name: string): string => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1] ?? "";
        if (field("event") === "") continue;
        events.push({
          event: field("event"),
          id: field("id"),
          data: JSON.parse(field("data")) as Record<string, unknown>,
          atMs: performance.now(),
        });
      }
    }
  };
  return {
    status: response.status,
    headers: response.headers,
    events,
    lastId: () => events.at(-1)?.id,
    ended: read().then(
      () => "ended",
      () => "broken",
    ),
    close: () => {
      leaving.abort();
    },
  };
};

/** The subjects of the alarms of a type that a page has heard. */
export const subjectsOf = (page: AlarmPage, type: string): unknown[] =>
  page.events.flatMap(({ event, data }) =>
    event === "alarm" && data["type"] === type ? [data["subject"]] : [],
  );
