import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";

/** The connection on which an answer goes out while it is streamed. */
export type Connection = {
  /** Bytes that were given to it and that the other side has not taken yet. */
  unsentBytes: () => number;
  /** Calls back once when the connection is over, whoever ended it. */
  onClosed: (listener: () => void) => void;
  cut: () => void;
};

const answers = new Map<string, ServerResponse>();
let watching = false;
const keepCutMs = 60_000;

/**
 * Notes the connection of every request from now on. The library writes a streamed answer without looking whether anyone
 * still takes it, and shows neither the connection nor its end (azure-functions-nodejs-library issue 294), but the host's
 * requests come to this process by an HTTP server, and Node tells of every request that one gets.
 */
export const watchConnections = (): void => {
  if (watching) return;
  watching = true;
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const id = request.headers["x-ms-invocation-id"];
    if (typeof id !== "string") return;
    answers.set(id, response);
    response.once("close", () => {
      // One that was cut may be asked for yet: its invocation has perhaps not begun.
      if (response.writableFinished) answers.delete(id);
      else setTimeout(() => answers.delete(id), keepCutMs).unref();
    });
  });
};

/** The connection of an invocation; undefined when its answer has gone out, or the request did not come by HTTP streaming. */
export const connectionOf = (invocationId: string): Connection | undefined => {
  const response = answers.get(invocationId);
  return (
    response && {
      unsentBytes: () => response.writableLength,
      onClosed: (listener) => {
        if (response.closed) queueMicrotask(listener);
        else response.once("close", listener);
      },
      cut: () => {
        response.destroy();
      },
    }
  );
};
