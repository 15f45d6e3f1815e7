import { parseBatch, runAtomicBatch, runBulk } from "./batch.ts";
import type { Catalog, Container } from "./catalog.ts";
import { readChangeFeed } from "./change-feed.ts";
import * as charge from "./charge.ts";
import { Documents } from "./documents.ts";
import type { Outcome } from "./documents.ts";
import { badRequest, CosmosError, notSupported } from "./errors.ts";
import { partitionKeyOfHeader } from "./partition-key.ts";
import { parsePatch } from "./patch.ts";
import { partitionKeyRange } from "./metadata-routes.ts";
import type { QueryCache } from "./query-cache.ts";
import { queryPage, queryPlan } from "./query-routes.ts";
import { flag, header, jsonBody, maxItemCount, operationOf } from "./request.ts";
import type { Answer, CosmosRequest } from "./request.ts";
import type { Store, WriteNumbers } from "./store.ts";

/** What the document routes work on. */
export type DocumentService = { catalog: Catalog; store: Store; queries: QueryCache; now: number };

/** Serves everything under `/dbs/{database}/colls/{container}/docs`. */
export const serveDocuments = (service: DocumentService, request: CosmosRequest): Answer => {
  const [, databaseId = "", , containerId = ""] = request.path;
  if (request.path.length > 6) throw notSupported("An attachment");
  refuseHeaders(request);
  const container = service.catalog.container(databaseId, containerId);
  const answered = serve(service, container, request);
  // By these two the SDK keeps its session tokens.
  answered.headers["x-ms-alt-content-path"] = `dbs/${encodeURI(databaseId)}/colls/${encodeURI(containerId)}`;
  answered.headers["x-ms-content-path"] = container.rid;
  answered.headers["x-ms-session-token"] = `0:0#${service.store.lastTransaction}`;
  return answered;
};

const refusedHeaders: Readonly<Record<string, string>> = {
  "x-ms-documentdb-pre-trigger-include": "A trigger",
  "x-ms-documentdb-post-trigger-include": "A trigger",
  "x-ms-cosmos-is-client-encrypted": "Client-side encryption",
};

const refuseHeaders = (request: CosmosRequest): void => {
  for (const [name, what] of Object.entries(refusedHeaders)) {
    if (request.headers[name] !== undefined) throw notSupported(what);
  }
  const range = header(request, "x-ms-documentdb-partitionkeyrangeid");
  // As Azure answers for a range that a split has taken: the SDK asks again which ranges there are.
  if (range !== undefined && range !== partitionKeyRange.id) {
    throw new CosmosError(410, "Gone", `There is no partition key range '${range}'.`, 1002);
  }
  const [start, end] = [header(request, "x-ms-start-epk"), header(request, "x-ms-end-epk")];
  if ((start !== undefined && start !== "") || (end !== undefined && end !== "FF")) {
    throw notSupported("A part of a feed range (an effective partition key range)");
  }
};

const serve = (service: DocumentService, container: Container, request: CosmosRequest): Answer => {
  const { store, queries, now } = service;
  const documents = new Documents(container, now, (condition, document) =>
    queries.holds(condition, document, now),
  );
  const id = request.path[5];
  const conditions = { ifMatch: header(request, "if-match"), ifNoneMatch: header(request, "if-none-match") };
  const minimal = header(request, "prefer") === "return=minimal";
  const write = (work: (next: WriteNumbers) => Outcome): Answer => {
    const { body, ...outcome } = store.transaction(work, { savepoint: false });
    return document(minimal || body === undefined ? outcome : { ...outcome, body });
  };
  if (id !== undefined) {
    const pk = requiredPartitionKey(request);
    switch (request.method) {
      case "GET":
        return document(documents.read(pk, id, conditions));
      case "PUT": {
        const body = jsonBody(request);
        return write((next) => documents.replace(next, pk, id, body, conditions));
      }
      case "PATCH": {
        const patch = parsePatch(jsonBody(request));
        return write((next) => documents.patch(next, pk, id, patch, conditions));
      }
      case "DELETE":
        return write(() => documents.delete(pk, id, conditions));
      default:
        throw new CosmosError(405, "MethodNotAllowed", `${request.method} is no operation on a document.`);
    }
  }
  if (flag(request, "x-ms-cosmos-is-query-plan-request")) return queryPlan(queries, request);
  switch (operationOf(request)) {
    case "query":
      return queryPage(queries, container, request, { pk: partitionKey(request), now });
    case "changefeed":
      return changeFeed(container, request, now);
    case "batch":
      return batch(store, documents, request);
    case "upsert": {
      const [pk, body] = [requiredPartitionKey(request), jsonBody(request)];
      return write((next) => documents.upsert(next, pk, body, conditions));
    }
    case "create": {
      if (request.method !== "POST")
        throw new CosmosError(405, "MethodNotAllowed", `${request.method} is no operation here.`);
      const [pk, body] = [requiredPartitionKey(request), jsonBody(request)];
      return write((next) => documents.create(next, pk, body));
    }
    default:
      throw new CosmosError(405, "MethodNotAllowed", `${request.method} needs a document's id.`);
  }
};

const partitionKey = (request: CosmosRequest): string | undefined => {
  const given = header(request, "x-ms-documentdb-partitionkey");
  return given === undefined ? undefined : partitionKeyOfHeader(given);
};

const requiredPartitionKey = (request: CosmosRequest): string => {
  const pk = partitionKey(request);
  if (pk === undefined) throw badRequest("PartitionKey value must be supplied for this operation.");
  return pk;
};

const document = ({ status, charge: requestCharge, etag, body }: Outcome): Answer => ({
  status,
  headers: { "x-ms-request-charge": String(requestCharge), ...(etag === undefined ? {} : { etag }) },
  body,
});

const batch = (store: Store, documents: Documents, request: CosmosRequest): Answer => {
  const operations = parseBatch(jsonBody(request), request.body.length);
  const minimal = header(request, "prefer") === "return=minimal";
  const continueOnError = header(request, "x-ms-cosmos-batch-continue-on-error")?.toLowerCase() !== "false";
  const outcome = flag(request, "x-ms-cosmos-batch-atomic")
    ? runAtomicBatch(store, documents, requiredPartitionKey(request), { operations, minimal })
    : runBulk(store, documents, { operations, minimal, continueOnError });
  return {
    status: outcome.status,
    headers: { "x-ms-request-charge": String(outcome.charge) },
    body: outcome.body,
  };
};

const defaultFeedPage = 100;

const changeFeed = (container: Container, request: CosmosRequest, now: number): Answer => {
  const page = readChangeFeed(
    container,
    {
      mode: header(request, "a-im") ?? "",
      pk: partitionKey(request),
      ifNoneMatch: header(request, "if-none-match"),
      ifModifiedSince: header(request, "if-modified-since"),
      maxItemCount: maxItemCount(request, defaultFeedPage),
    },
    now,
  );
  const count = page.documents.length;
  return {
    status: count === 0 ? 304 : 200,
    headers: {
      etag: page.etag,
      "x-ms-request-charge": String(charge.changeFeed(page.bytes)),
      "x-ms-item-count": String(count),
    },
    body:
      count === 0
        ? undefined
        : `{"_rid":"${container.rid}","Documents":[${page.documents.join(",")}],"_count":${count}}`,
  };
};
