import type { IncomingMessage, ServerResponse } from "node:http";
import { Faults, serveFaults } from "../faults.ts";
import { BodyTooLarge, listen, readBody, sendJson, underFaults } from "../http.ts";
import type { Answer } from "../http.ts";
import { serveCount, serveOutbox } from "./outbox.ts";
import { OutboxStore } from "./outbox-store.ts";
import { phonePage, phonePageHeaders } from "./phone-page.ts";
import { send } from "./send.ts";
import { refuseSignature } from "./signature.ts";

/** The key of the local service: fixed, like the emulators' keys, since it guards nothing but demo data. */
const localAccessKey = Buffer.from("KT.GG local communication service, not a secret").toString("base64");
const apiVersion = "2021-03-07";
const maxBodyBytes = 1024 * 1024;

/** How to start the local Communication Services. `clock` gives the time of a message in ms. */
export type CommunicationOptions = {
  port: number;
  dataDir: string;
  accessKey?: string;
  clock?: () => number;
};

/** A running local Communication Services. */
export type Communication = {
  port: number;
  endpoint: string;
  connectionString: string;
  outbox: string;
  close: () => Promise<void>;
};

/** Starts the SMS REST API of Azure Communication Services with an outbox to look at. Throws when the port is taken. */
export const startCommunication = async ({
  port,
  dataDir,
  accessKey = localAccessKey,
  clock = Date.now,
}: CommunicationOptions): Promise<Communication> => {
  const store = new OutboxStore(dataDir, clock);
  const faults = new Faults();
  const key = Buffer.from(accessKey, "base64");
  const server = await listen(port, (request, response, closing) =>
    route(request, response, closing, { store, faults, key }),
  ).catch((error: unknown) => {
    store.close();
    throw error;
  });
  const endpoint = `http://127.0.0.1:${server.port}`;
  return {
    port: server.port,
    endpoint,
    connectionString: `endpoint=${endpoint}/;accesskey=${accessKey}`,
    outbox: `${endpoint}/outbox`,
    close: async () => {
      await server.close();
      store.close();
    },
  };
};

type Service = { store: OutboxStore; faults: Faults; key: Buffer };

const route = async (
  request: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
  { store, faults, key }: Service,
): Promise<void> => {
  if (await serveFaults(faults, request, response)) return;
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://local");
  switch (`${request.method} ${pathname}`) {
    case "GET /":
      response.writeHead(200, phonePageHeaders).end(phonePage);
      return;
    case "GET /outbox":
      await serveOutbox(searchParams, store, response);
      return;
    case "GET /outbox/count":
      serveCount(searchParams, store, response);
      return;
    case "POST /sms": {
      const body = await readBody(request, maxBodyBytes).catch(tooLarge);
      const refusal = body === null ? oversized : refuseCall(request, searchParams, body, key);
      if (body === null || refusal !== null) sendJson(response, refusal ?? oversized);
      else {
        await underFaults({ faults, operation: "send", busy }, response, closing, () =>
          send(body, store, faults),
        );
      }
      return;
    }
    default:
      sendJson(response, refuseRoute(request.method, pathname));
  }
};

const error = (
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Answer => ({
  status,
  headers,
  body: { error: { code, message } },
});

const oversized = error(413, "RequestTooLarge", `The body is longer than ${maxBodyBytes} bytes.`, {
  connection: "close",
});

const tooLarge = (cause: unknown): null => {
  if (cause instanceof BodyTooLarge) return null;
  throw cause;
};

/** What stops a send before its body is read: the signature first, for a stranger learns nothing else. */
const refuseCall = (
  request: IncomingMessage,
  query: URLSearchParams,
  body: Buffer,
  key: Buffer,
): Answer | null => {
  const denied = refuseSignature(request, body, key);
  if (denied !== null) return error(401, "Denied", `Denied by the resource provider. ${denied}`);
  const version = query.get("api-version");
  if (version !== apiVersion) {
    const message = `The api-version ${version ?? "(none)"} is not served here: use ${apiVersion}.`;
    return error(400, "UnsupportedApiVersion", message);
  }
  if (!/^application\/json\b/i.test(request.headers["content-type"] ?? "")) {
    return error(415, "UnsupportedMediaType", "The content type must be application/json.");
  }
  return null;
};

const refuseRoute = (method = "", pathname: string): Answer => {
  if (pathname.startsWith("/sms/optouts")) {
    return error(501, "NotImplemented", "The opt-out API (/sms/optouts) is not in the local service.");
  }
  const known = ["/", "/outbox", "/outbox/count", "/sms"].includes(pathname);
  return known
    ? error(405, "MethodNotAllowed", `${method} is not allowed on ${pathname}.`)
    : error(404, "NotFound", `${method} ${pathname} is not in the local service: it serves POST /sms alone.`);
};

/** The service's answer when it is busy: the SDK waits as long as Retry-After says. */
const busy = (status: number): Answer =>
  error(
    status,
    status === 429 ? "TooManyRequests" : status === 503 ? "ServiceUnavailable" : "FaultSwitch",
    `Fault switch: status ${status}.`,
    status === 429 || status === 503 ? { "retry-after": "1" } : {},
  );
