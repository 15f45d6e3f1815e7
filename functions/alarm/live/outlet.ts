import type { ReadableStream } from "node:stream/web";
import { ReadableStream as WebStream } from "node:stream/web";
import type { Connection } from "../../../shared/http/connection.ts";
import type { Outlet } from "./stream.ts";

/** What a page may be behind: some hundred alarms. */
const mostUnsentBytes = 64 * 1024;

/** An outlet into the body of an answer. `onClosed` is called once, whoever ends it. */
export const outletInto = (
  connection: Connection | undefined,
  onClosed: () => void,
): { outlet: Outlet; body: ReadableStream<Uint8Array> } => {
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const closed = (): void => {
    if (controller === undefined) return;
    controller = undefined;
    onClosed();
  };
  const body = new WebStream<Uint8Array>(
    {
      start: (started) => {
        controller = started;
      },
      cancel: closed,
    },
    { highWaterMark: mostUnsentBytes, size: (chunk) => chunk.byteLength },
  );
  const close = (): void => {
    controller?.close();
    closed();
  };
  connection?.onClosed(close);
  return {
    body,
    outlet: {
      send: (text) => {
        if (controller === undefined) return false;
        controller.enqueue(encoder.encode(text));
        if ((controller.desiredSize ?? 0) > 0 && (connection?.unsentBytes() ?? 0) < mostUnsentBytes)
          return true;
        // What waits would stay in memory until the other side takes it, or until TCP gives up.
        connection?.cut();
        return false;
      },
      close,
    },
  };
};
