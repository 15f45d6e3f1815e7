import http, { type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** Hands a request to the server that `@azure/functions` opened for streams, in this very process. */
export type Deliver = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Watches for the one server that the library opens while `work` runs. Where host and worker are two processes, as on Azure,
 * a request has to travel there; here both are one, and a second connection for each request would only cost time.
 */
export const withLibraryServer = async <Result>(
  work: () => Promise<Result>,
): Promise<{ result: Result; deliver: Deliver | undefined }> => {
  const opened: Server[] = [];
  const createServer = http.createServer;
  http.createServer = ((...parts: Parameters<typeof createServer>) => {
    const server = createServer(...parts);
    opened.push(server);
    return server;
  }) as typeof createServer;
  try {
    const result = await work();
    const [server, ...others] = opened;
    const deliver: Deliver | undefined =
      server && others.length === 0
        ? (request, response) => {
            server.emit("request", request, response);
          }
        : undefined;
    return { result, deliver };
  } finally {
    http.createServer = createServer;
  }
};
