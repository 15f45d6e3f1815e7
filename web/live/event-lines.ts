/** One event of a stream. */
export type StreamEvent = { event: string; id: string; data: string };

/**
 * Reads text/event-stream as it comes, in pieces that may end anywhere (HTML Living Standard, section 9.2.6): answers the
 * events that the piece completes. `id` is the last one that was given, as the standard keeps it.
 */
export const openEventReader = (): ((piece: string) => StreamEvent[]) => {
  let rest = "";
  let id = "";
  let event = "";
  let data: string[] = [];
  return (piece) => {
    // A piece may end between the two halves of a line end.
    const text = rest + piece;
    const whole = text.endsWith("\r") ? text.slice(0, -1) : text;
    const lines = whole.split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? "") + text.slice(whole.length);
    const events: StreamEvent[] = [];
    for (const line of lines) {
      if (line === "") {
        if (data.length > 0)
          events.push({ event: event === "" ? "message" : event, id, data: data.join("\n") });
        event = "";
        data = [];
        continue;
      }
      const [, name = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
      if (name === "event") event = value;
      else if (name === "data") data.push(value);
      else if (name === "id" && !value.includes("\0")) id = value;
    }
    return events;
  };
};
