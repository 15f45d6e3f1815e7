import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { serveFaults } from "../faults.ts";
import type { Faults } from "../faults.ts";
import type { Signed } from "./auth.ts";
import type { Catalog } from "./catalog.ts";
import * as charge from "./charge.ts";
import { serveDocuments } from "./document-routes.ts";
import { codeOf, CosmosError, tooLarge } from "./errors.ts";
import { serveMetadata } from "./metadata-routes.ts";
import type { QueryCache } from "./query-cache.ts";
import { operationOf, parsePath, signedResource } from "./request.ts";
import type { Answer, CosmosRequest } from "./request.ts";
import type { Store } from "./store.ts";

/** Beyond every limit that is judged later, with room for JSON's escapes. */
const maxBodyBytes = 8 * 1024 * 1024;

/** What the pipeline works with. */
export type Service = {
  store: Store;
  catalog: Catalog;
  queries: QueryCache;
  clock: () => number;
  faults: Faults;
  endpoint: string;
  authenticate: (signed: Signed) => void;
  /** Aborts when the server closes. */
  closing: AbortSignal;
};

/** The pipeline: parse, authenticate, fault switches, handle, commit, answer. */
export const respond = async (
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
          await sleep(fault.ms ?? 0, undefined, { signal: service.closing });
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
    // Nobody waits for an answer any more: the server closes, or the client went away.
    if (service.closing.aborted || incoming.socket.destroyed) return { answer: undefined, drop };
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
