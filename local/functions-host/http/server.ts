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
  /** Stops accepting; requests under way go on. */
  stop: () => void;
  /** Cuts what is still open. */
  close: () => Promise<void>;
};

/** Listens on the port at once (0 picks one), so that the app can know its own address while it is loaded. */
export const listen = async (port: number, log: Log): Promise<HttpServer> => {
  let handler: Handler = (_, response) => {
    response.writeHead(503, { "retry-after": "1" }).end("Function host is not running.");
  };
  const server = createServer(
    { maxHeaderSize: 32 * 1024, keepAliveTimeout: 65_000 },
    (request: IncomingMessage, response: ServerResponse) => {
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
      server.close();
      server.closeIdleConnections();
    },
    close: async () => {
      const closed = server.listening ? once(server, "close") : Promise.resolve();
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

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
