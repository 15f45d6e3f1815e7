import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { HostError, stackOf } from "../host-error.ts";
import type { Log } from "../log.ts";

/** Answers every request; an error that it throws is logged and becomes a 500. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

export type HttpServer = {
  port: number;
  /** Takes the place of the first answer, 503, that holds until the app is loaded. */
  serve: (handler: Handler) => void;
  /** Takes no more requests (503 on connections that are open); those under way go on, but for streams of events, which never end. */
  stop: () => void;
  /** Resolves once every answer has gone out, or after the deadline. */
  drain: (deadlineMs: number) => Promise<void>;
  /** Cuts what is still open. */
  close: () => Promise<void>;
};

/** Listens on the port at once (0 picks one), so that the app can know its own address while it is loaded. */
export const listen = async (port: number, log: Log): Promise<HttpServer> => {
  const refuse: Handler = (_, response) => {
    const headers = { "retry-after": "1", connection: "close" };
    response.writeHead(503, headers).end("Function host is not running.");
  };
  let handler = refuse;
  const underWay = new Set<ServerResponse>();
  let onIdle: (() => void) | undefined;
  const server = createServer(
    { maxHeaderSize: 32 * 1024, keepAliveTimeout: 65_000 },
    (request: IncomingMessage, response: ServerResponse) => {
      underWay.add(response);
      response.on("close", () => {
        underWay.delete(response);
        if (underWay.size === 0) onIdle?.();
      });
      const fail = (error: unknown): void => {
        if (request.destroyed && !response.writable) return;
        log("error", "Host.Http", `${request.method ?? ""} ${request.url ?? ""}: ${stackOf(error)}`);
        if (response.headersSent) response.destroy();
        else response.writeHead(500, { "content-length": 0 }).end();
      };
      try {
        handler(request, response)?.catch(fail);
      } catch (error) {
        fail(error);
      }
    },
  );
  await open(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    serve: (next) => {
      handler = next;
    },
    stop: () => {
      handler = refuse;
      server.close();
      server.closeIdleConnections();
      // Their readers come back by themselves, to another instance: that is what Server-Sent Events are for.
      for (const response of underWay) if (isEventStream(response)) response.destroy();
    },
    drain: async (deadlineMs) => {
      if (underWay.size === 0) return;
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        onIdle = resolve;
        timer = setTimeout(resolve, deadlineMs);
      });
      clearTimeout(timer);
    },
    close: async () => {
      const closed = server.listening ? once(server, "close") : Promise.resolve();
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

const isEventStream = (response: ServerResponse): boolean =>
  response.headersSent && String(response.getHeader("content-type")).startsWith("text/event-stream");

const open = async (server: Server, port: number): Promise<void> => {
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") {
      throw new HostError(
        `Port ${port} is taken: another Functions host or program listens there. Stop it, or choose another with --port.`,
        { cause: error },
      );
    }
    throw error;
  }
};
