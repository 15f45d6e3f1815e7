import { Agent, request as httpRequest } from "node:http";
import type { ClientRequest, IncomingMessage, ServerResponse } from "node:http";
import { Refusal } from "./problem.ts";
import type { Instance, Rotation } from "./rotation.ts";

/** A request that passed every rule, on its way to the app. */
export type Passage = {
  request: IncomingMessage;
  response: ServerResponse;
  correlation: { header: string; id: string };
  maxBytes: number;
  timeoutMs: number;
  isStream: boolean;
  /** Told of the app's answer, or of status 0 when none came. */
  note: (status: number, retryAfter: string | undefined) => void;
};

// Decided per connection (RFC 9110 section 7.6.1), or not an outsider's to say.
const notPassedOn = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "host",
  "expect",
  "x-functions-key",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
]);

/** Sends requests to the instances and their answers back, both as streams. */
export const forwarder = (
  rotation: Rotation,
): { forward: (passage: Passage) => Promise<void>; close: () => void } => {
  // Shorter than the host keeps an idle connection, so that none is used in the moment in which the host closes it.
  const agent = new Agent({ keepAlive: true, timeout: 20_000, scheduling: "lifo", maxFreeSockets: 256 });
  const forward = async (passage: Passage): Promise<void> => {
    for (const instance of rotation.order()) {
      const reached = await connect(agent, instance, passage);
      if (reached === "unreachable") continue; // It never saw the request: another one may.
      await exchange(reached, instance, passage);
      return;
    }
    passage.note(0, undefined);
    throw new Refusal("unavailable", "No instance of the service can be reached. Try again.", {
      "retry-after": "2",
    });
  };
  return {
    forward,
    close: () => {
      agent.destroy();
    },
  };
};

/** Opens a connection to the instance, with nothing sent on it yet. */
const connect = (
  agent: Agent,
  instance: Instance,
  { request, correlation }: Passage,
): Promise<ClientRequest | "unreachable"> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(instance.base);
    const proxied = httpRequest({
      ...{ agent, hostname, port },
      method: request.method,
      path: request.url,
      headers: headersOf(request, correlation),
    });
    const fail = (): void => {
      instance.ready = false;
      resolve("unreachable");
    };
    proxied.once("error", fail);
    proxied.once("socket", (socket) => {
      const connected = (): void => {
        proxied.off("error", fail);
        resolve(proxied);
      };
      if (socket.connecting) socket.once("connect", connected);
      else connected();
    });
  });

const headersOf = (
  request: IncomingMessage,
  { header, id }: Passage["correlation"],
): Record<string, string | string[]> => {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !notPassedOn.has(name)) headers[name] = value;
  }
  if (request.headers["transfer-encoding"] !== undefined) headers["transfer-encoding"] = "chunked";
  return {
    ...headers,
    [header.toLowerCase()]: id,
    "x-forwarded-for": request.socket.remoteAddress ?? "",
    "x-forwarded-host": request.headers.host ?? "",
    "x-forwarded-proto": "http",
  };
};

/** Sends the request's body and passes the answer on. Rejects with a Refusal while the caller can still be told. */
const exchange = (proxied: ClientRequest, instance: Instance, passage: Passage): Promise<void> =>
  new Promise((resolve, reject) => {
    const { request, response, timeoutMs, isStream, note } = passage;
    let passing: IncomingMessage | undefined;
    const entry = {
      isStream,
      end: () => {
        // A clean end of what came so far: the reader resumes where it was.
        passing?.unpipe(response).removeAllListeners("error").on("error", ignore);
        response.end();
        proxied.destroy();
      },
    };
    if (response.destroyed) {
      proxied.on("error", ignore).destroy();
      resolve();
      return;
    }
    instance.underWay.add(entry);
    let answered = false;
    const timer = setTimeout(() => {
      fail(new Refusal("gateway-timeout", `No answer within ${timeoutMs / 1000} seconds.`));
    }, timeoutMs);
    const done = (): void => {
      clearTimeout(timer);
      instance.underWay.delete(entry);
      resolve();
    };
    const fail = (refusal: Refusal, isOurs = true): void => {
      if (isOurs && !answered) note(0, undefined);
      answered = true;
      clearTimeout(timer);
      request.unpipe(proxied);
      // The rest of the body is read and forgotten: a cut connection would hide the answer.
      request.resume();
      proxied.destroy();
      reject(refusal);
    };
    response.once("close", () => {
      if (!response.writableFinished) proxied.destroy(); // The caller went away, or the answer broke off.
      done();
    });
    proxied.once("response", (answer) => {
      if (answered) return;
      answered = true;
      passing = answer;
      clearTimeout(timer);
      note(answer.statusCode ?? 0, answer.headers["retry-after"]);
      passOn(answer, response);
      answer.once("end", () => {
        request.unpipe(proxied);
        request.resume();
      });
    });
    proxied.on("error", () => {
      if (!answered) fail(new Refusal("bad-gateway", "The service went away in the middle of the request."));
    });
    sendBody(proxied, passage, fail);
  });

const ignore = (): void => undefined;

const sendBody = (
  proxied: ClientRequest,
  { request, maxBytes }: Passage,
  fail: (refusal: Refusal, isOurs: boolean) => void,
): void => {
  let size = 0;
  request.on("data", (chunk: Buffer) => {
    const before = size;
    size += chunk.length;
    if (size > maxBytes && before <= maxBytes) fail(tooLarge(maxBytes), false);
  });
  // Before the body's first byte: a long or slow body must not keep the app from seeing that a request is there.
  proxied.flushHeaders();
  request.pipe(proxied);
};

/** A body is longer than its route takes. */
export const tooLarge = (maxBytes: number): Refusal =>
  new Refusal("too-large", `The body may have at most ${maxBytes} bytes.`);

const passOn = (answer: IncomingMessage, response: ServerResponse): void => {
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined && !notPassedOn.has(name) && name !== "date") response.setHeader(name, value);
  }
  response.writeHead(answer.statusCode ?? 502);
  response.flushHeaders();
  answer.on("error", () => {
    // The answer broke off in the middle: so must ours, or the caller would take it for whole.
    response.destroy();
  });
  answer.pipe(response);
};
