import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Faults, serveFaults } from "../faults.ts";
import { authenticator, wellKnownKey } from "./auth.ts";
import { Catalog } from "./catalog.ts";
import * as charge from "./charge.ts";
import { serveDocuments } from "./document-routes.ts";
import { codeOf, CosmosError, tooLarge } from "./errors.ts";
import { serveMetadata } from "./metadata-routes.ts";
import { QueryCache } from "./query-cache.ts";
import { operationOf, parsePath, signedResource } from "./request.ts";
import type { Answer, CosmosRequest } from "./request.ts";
import { Store } from "./store.ts";
import { startSweeper } from "./sweeper.ts";

/** How to start the local Cosmos DB. `port` 0 takes any free one; `clock` gives the time in ms, for `_ts` and TTL. */
export type CosmosOptions = { port: number; dataDir: string; key?: string; clock?: () => number };

/** A running local Cosmos DB. */
export type Cosmos = {
  port: number;
  endpoint: string;
  key: string;
  connectionString: string;
  close: () => Promise<void>;
};

/** Beyond every limit that is judged later, with room for JSON's escapes. */
const maxBodyBytes = 8 * 1024 * 1024;
const maxHeaderBytes = 64 * 1024;
const closeGraceMs = 1000;

/** Starts the local Cosmos DB. Throws in plain words when the port is taken. */
export const startCosmos = async ({
  port: wanted,
  dataDir,
  key = wellKnownKey,
  clock = Date.now,
}: CosmosOptions): Promise<Cosmos> => {
  const store: Store = new Store(dataDir, () => {
    catalog.reload();
  });
  const catalog = new Catalog(store, clock);
  const service = { store, catalog, queries: new QueryCache(), clock, faults: new Faults(), endpoint: "" };
  const authenticate = authenticator(key);
  const http = createServer({ maxHeaderSize: maxHeaderBytes }, (request, response) => {
    respond({ ...service, authenticate }, request, response).catch((error: unknown) => {
      if (!request.destroyed) console.error(error);
      request.socket.destroy();
    });
  });
  // A proxy or a pool may reuse a connection at the moment it times out: the client's side decides.
  http.keepAliveTimeout = 60_000;
  const port = await listen(http, wanted).catch((error: unknown) => {
    store.close();
    throw error;
  });
  service.endpoint = `http://127.0.0.1:${port}/`;
  const stopSweeper = startSweeper(store, catalog, clock);
  return {
    port,
    endpoint: service.endpoint,
    key,
    connectionString: `AccountEndpoint=${service.endpoint};AccountKey=${key};`,
    close: async () => {
      stopSweeper();
      await closeHttp(http);
      store.close();
    },
  };
};

const listen = async (http: Server, port: number): Promise<number> => {
  await new Promise<void>((resolve, reject) => {
    http.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      const message = `Port ${port} is taken: the local Cosmos DB needs it. Stop what listens there, or set COSMOS_PORT to another port.`;
      reject(taken ? new Error(message, { cause: error }) : error);
    });
    http.listen(port, "127.0.0.1", resolve);
  });
  return (http.address() as AddressInfo).port;
};

const closeHttp = async (http: Server): Promise<void> => {
  const closed = new Promise<void>((resolve) => {
    http.close(() => {
      resolve();
    });
  });
  http.closeIdleConnections();
  const cut = setTimeout(() => {
    http.closeAllConnections();
  }, closeGraceMs);
  await closed;
  clearTimeout(cut);
};

type Service = {
  store: Store;
  catalog: Catalog;
  queries: QueryCache;
  clock: () => number;
  faults: Faults;
  endpoint: string;
  authenticate: ReturnType<typeof authenticator>;
};

/** The pipeline: parse, authenticate, fault switches, handle, commit, answer. */
const respond = async (
  service: Service,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  if (incoming.url === "/_faults") {
    await serveFaults(service.faults, incoming, response);
    return;
  }
  const { answer, drop } = await answerTo(service, incoming);
  if (drop || answer === undefined) incoming.socket.destroy();
  else send(response, answer);
};

const answerTo = async (
  service: Service,
  incoming: IncomingMessage,
): Promise<{ answer: Answer | undefined; drop: boolean }> => {
  let drop = false;
  try {
    const request = await read(incoming);
    service.authenticate({
      verb: request.method,
      ...signedResource(request.path),
      date: incoming.headers["x-ms-date"] as string | undefined,
      authorization: incoming.headers.authorization,
    });
    for (const fault of service.faults.take(operationOf(request))) {
      switch (fault.kind) {
        case "delay":
          await sleep(fault.ms ?? 0);
          break;
        case "status":
          return { answer: injected(fault.status ?? 503, fault.ms ?? 0), drop };
        case "refuse":
          return { answer: undefined, drop };
        case "drop":
          drop = true;
          break;
        case "duplicate":
        case "reorder":
          throw new CosmosError(
            501,
            "NotImplemented",
            `The local Cosmos DB has no fault of kind ${fault.kind}.`,
          );
      }
    }
    const answer = handle(service, request);
    await service.store.settled;
    return { answer, drop };
  } catch (error) {
    // A refused write may have been refused because of one that is still on its way to the disk.
    if (error instanceof CosmosError) return { answer: await afterCommit(service, refusal(error)), drop };
    console.error(error);
    const message = error instanceof Error ? error.message : String(error);
    return { answer: refusal(new CosmosError(500, "InternalServerError", message)), drop };
  }
};

const afterCommit = async ({ store }: Service, answer: Answer): Promise<Answer> => {
  try {
    await store.settled;
    return answer;
  } catch (error) {
    return refusal(new CosmosError(500, "InternalServerError", String(error)));
  }
};

const handle = (service: Service, request: CosmosRequest): Answer =>
  request.path[0] === "dbs" && request.path[4] === "docs"
    ? serveDocuments({ ...service, now: service.clock() }, request)
    : serveMetadata(service.catalog, request, service.endpoint);

const read = async (incoming: IncomingMessage): Promise<CosmosRequest> => {
  const { method = "GET", url = "/", headers } = incoming;
  const body = method === "GET" || method === "DELETE" ? empty : await readBody(incoming);
  return { method, path: parsePath(url), headers, body };
};

const empty = Buffer.alloc(0);

const readBody = (incoming: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    incoming.on("data", (chunk: Buffer) => {
      length += chunk.length;
      // The rest of an oversized body is read and forgotten: a cut connection would hide the answer.
      if (length <= maxBodyBytes) chunks.push(chunk);
    });
    incoming.on("end", () => {
      if (length > maxBodyBytes) reject(tooLarge(`the body is longer than ${maxBodyBytes} bytes`));
      else resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    });
    incoming.on("error", reject);
  });

const refusal = ({ status, code, message, substatus }: CosmosError): Answer => ({
  status,
  headers: {
    "x-ms-request-charge": String(charge.refusal),
    ...(substatus === undefined ? {} : { "x-ms-substatus": String(substatus) }),
  },
  body: JSON.stringify({ code, message }),
});

/** A fault switch's refusal. 429 tells when to come back, as Azure does. */
const injected = (status: number, retryAfterMs: number): Answer => {
  const answer = refusal(
    new CosmosError(status, codeOf(status), `Refused with ${status} by a fault switch.`),
  );
  if (status === 429) answer.headers["x-ms-retry-after-ms"] = String(retryAfterMs);
  return answer;
};

const send = (response: ServerResponse, { status, headers, body }: Answer): void => {
  headers["x-ms-activity-id"] = randomUUID();
  headers["x-ms-version"] = "2020-07-15";
  if (body !== undefined) {
    headers["content-type"] = "application/json";
    headers["content-length"] = String(Buffer.byteLength(body));
  }
  response.writeHead(status, headers).end(body);
};
