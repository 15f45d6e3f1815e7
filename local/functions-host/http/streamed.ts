import { randomUUID } from "node:crypto";
import { channel } from "node:diagnostics_channel";
import { Agent, request as httpRequest, type ClientRequest, type IncomingMessage } from "node:http";
import type { Invoker } from "../invoker.ts";
import type { Deliver } from "../library-server.ts";
import type { TypedData } from "../rpc.ts";
import {
  answerEmpty,
  bindingDataOf,
  hasBody,
  headersOf,
  oneHeader,
  queryOf,
  type Exchange,
} from "./exchange.ts";

/** Runs a request through its function with both bodies as streams. */
export type StreamProxy = { exchange: (exchange: Exchange) => Promise<void>; close: () => void };

/**
 * Proxies to the server that `@azure/functions` opened (capability HttpUri) and invokes the function at the same time; the
 * library puts the two together by the invocation id.
 */
export const createStreamProxy = (
  invoker: Invoker,
  httpUri: URL,
  deliver: Deliver | undefined,
): StreamProxy => {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 256, scheduling: "lifo" });
  // "localhost" would cost a look-up for each connection, and the library listens on every address.
  const host = httpUri.hostname === "localhost" ? "127.0.0.1" : httpUri.hostname;
  const { port } = httpUri;
  return {
    exchange: async (exchange) => {
      const { request, response, bodyLimit } = exchange;
      if (Number(request.headers["content-length"] ?? 0) > bodyLimit) {
        answerEmpty(response, 413);
        return;
      }
      const invocationId = randomUUID();
      if (deliver && isMeasured(request)) {
        await runHere(invoker, exchange, deliver, invocationId);
        return;
      }
      const proxied = httpRequest({
        agent,
        host,
        port,
        method: request.method,
        path: request.url,
        headers: proxyHeaders(request, invocationId),
      });
      await run(invoker, exchange, proxied, invocationId);
    },
    close: () => {
      agent.destroy();
    },
  };
};

const arrivals = channel("http.server.request.start");

/** Whether the length of the body is known, so that nobody has to count it on its way. */
const isMeasured = (request: IncomingMessage): boolean => request.headers["transfer-encoding"] === undefined;

/** The same as `run` below, where the library's server can be handed the request itself. */
const runHere = async (
  invoker: Invoker,
  exchange: Exchange,
  deliver: Deliver,
  invocationId: string,
): Promise<void> => {
  const { request, response, target } = exchange;
  const headers = headersOf(request);
  Object.assign(request.headers, {
    "x-ms-invocation-id": invocationId,
    "x-forwarded-host": request.headers.host ?? "localhost",
    "x-forwarded-proto": "http",
  });
  response.once("finish", () => {
    if (request.complete) return;
    // Answered before the whole body was read: what is left must not stand before the connection's next request.
    request.removeAllListeners("data").removeAllListeners("readable").resume();
  });
  // What Node tells of a request that arrives at the library's own server, as it does where host and worker are two processes.
  arrivals.publish({ request, response, socket: request.socket });
  deliver(request, response);
  try {
    const result = await invoker.invoke(target, invocationOf(exchange, invocationId, headers));
    if (!result.answered) answerEmpty(response, 204);
  } catch {
    // The invoker has logged it; the caller learns no more than Azure tells.
    answerEmpty(response, 500);
  }
};

const invocationOf = (
  exchange: Exchange,
  invocationId: string,
  headers: Record<string, string>,
): Parameters<Invoker["invoke"]>[1] => ({
  invocationId,
  input: { string: "" },
  triggerMetadata: metadataOf(exchange, headers),
  bindingData: () => bindingDataOf(exchange),
  traceParent: oneHeader(exchange.request, "traceparent"),
  traceState: oneHeader(exchange.request, "tracestate"),
});

// The function sees the headers of the trigger metadata; the proxied request carries only what the library reads.
const proxyHeaders = (request: IncomingMessage, invocationId: string): Record<string, string> => {
  const headers: Record<string, string> = {
    "x-ms-invocation-id": invocationId,
    "x-forwarded-host": request.headers.host ?? "localhost",
    "x-forwarded-proto": "http",
  };
  const length = request.headers["content-length"];
  if (length !== undefined) headers["content-length"] = length;
  else if (hasBody(request)) headers["transfer-encoding"] = "chunked";
  return headers;
};

const run = async (
  invoker: Invoker,
  exchange: Exchange,
  proxied: ClientRequest,
  invocationId: string,
): Promise<void> => {
  const { request, response, target } = exchange;
  // Set once the client's answer is decided by something else than the proxied response.
  let settled = false;
  const settle = (status: number): void => {
    if (settled) return;
    settled = true;
    answerEmpty(response, status);
    proxied.destroy();
  };
  proxied.on("response", (answer: IncomingMessage) => {
    if (settled) {
      answer.destroy();
      return;
    }
    pass(answer, exchange);
    answer.once("end", () => {
      if (request.complete) return;
      // Answered before the whole body was read: what is left must not stand before the connection's next request.
      settled = true;
      request.unpipe(proxied);
      request.resume();
      proxied.destroy();
    });
  });
  response.on("close", () => {
    // The client went away before its answer was whole: tell the function by cutting its request.
    if (!response.writableFinished) {
      settled = true;
      proxied.destroy();
    }
  });
  const reached = onceSent(proxied);
  proxied.on("error", () => {
    // Our own doing when it is settled; else the library's server went away, and no answer will come.
    settle(502);
  });
  send(exchange, proxied, settle);
  // The library waits for ever for a request that never reaches it, so nothing is invoked before it is on its way.
  if (!(await reached)) return;
  try {
    const result = await invoker.invoke(target, invocationOf(exchange, invocationId, headersOf(request)));
    if (!result.answered) settle(204);
  } catch {
    // The invoker has logged it; the caller learns no more than Azure tells.
    settle(500);
  }
};

const onceSent = (proxied: ClientRequest): Promise<boolean> =>
  new Promise((resolve) => {
    proxied.once("socket", (socket) => {
      const sent = (): void => {
        resolve(!proxied.destroyed);
      };
      if (socket.connecting) socket.once("connect", sent);
      else sent();
    });
    proxied.once("close", () => {
      resolve(false);
    });
  });

const send = (
  { request, bodyLimit }: Exchange,
  proxied: ClientRequest,
  settle: (status: number) => void,
): void => {
  if (!hasBody(request)) {
    proxied.end();
    return;
  }
  if (request.headers["content-length"] === undefined) {
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > bodyLimit) settle(413);
    });
  }
  proxied.flushHeaders();
  request.pipe(proxied);
};

// Decided per connection by the server that sends them (RFC 9110 section 7.6.1), so they are not passed on.
const hopByHop = new Set(["connection", "keep-alive", "transfer-encoding", "date"]);

const pass = (answer: IncomingMessage, { response }: Exchange): void => {
  const headers: string[] = [];
  const raw = answer.rawHeaders;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? "";
    if (!hopByHop.has(name.toLowerCase())) headers.push(name, raw[index + 1] ?? "");
  }
  for (const [name, value] of Object.entries(response.getHeaders())) headers.push(name, String(value));
  response.writeHead(answer.statusCode ?? 200, answer.statusMessage, headers);
  answer.on("error", () => {
    // The answer broke off in the middle: so must ours, or the client would take it for whole.
    response.destroy();
  });
  answer.pipe(response);
};

const metadataOf = (exchange: Exchange, headers: Record<string, string>): Record<string, TypedData> => {
  const metadata: Record<string, TypedData> = { Headers: { json: JSON.stringify(headers) } };
  if (exchange.request.url?.includes("?") === true) {
    metadata["Query"] = { json: JSON.stringify(queryOf(exchange.request)) };
  }
  for (const [name, value] of Object.entries(exchange.params)) metadata[name] = { string: value };
  return metadata;
};
