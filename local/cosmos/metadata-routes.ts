import type { Catalog } from "./catalog.ts";
import * as charge from "./charge.ts";
import { checkContainer, checkReplacement, containerResource, databaseResource } from "./definitions.ts";
import { badRequest, CosmosError, notSupported } from "./errors.ts";
import { isObject } from "./json.ts";
import type { JsonObject } from "./json.ts";
import { checkId } from "./limits.ts";
import { flag, header, jsonBody } from "./request.ts";
import type { Answer, CosmosRequest } from "./request.ts";

/** The one partition key range of every container: there is one physical partition. */
export const partitionKeyRange = {
  id: "0",
  minInclusive: "",
  maxExclusive: "FF",
  status: "online",
  parents: [],
};

/** What a request without a known place is refused with. */
const noSuchMethod = ({ method, path }: CosmosRequest): CosmosError =>
  new CosmosError(405, "MethodNotAllowed", `${method} /${path.join("/")} is not an operation of Cosmos DB.`);

const answer = (status: number, body: JsonObject | undefined, etag?: string): Answer => ({
  status,
  headers: { "x-ms-request-charge": String(charge.metadata), ...(etag === undefined ? {} : { etag }) },
  body: body && JSON.stringify(body),
});

/** Serves the account, databases, containers and partition key ranges. */
export const serveMetadata = (catalog: Catalog, request: CosmosRequest, endpoint: string): Answer => {
  const { path } = request;
  if (path.length === 0) return account(request, endpoint);
  const unknown = path.find((part, at) => at % 2 === 0 && part in unsupportedResources);
  if (unknown !== undefined) throw notSupported(unsupportedResources[unknown] ?? unknown);
  if (path[0] !== "dbs") throw noSuchMethod(request);
  if (path.length <= 2) return databases(catalog, request);
  if (path[2] === "colls" && path.length <= 4) return containers(catalog, request);
  if (path[4] === "pkranges" && path.length === 5) return partitionKeyRanges(catalog, request);
  throw noSuchMethod(request);
};

const unsupportedResources: Readonly<Record<string, string>> = {
  offers: "Reading or changing the throughput (offers)",
  users: "A user",
  permissions: "A permission",
  sprocs: "A stored procedure",
  triggers: "A trigger",
  udfs: "A user-defined function",
  conflicts: "The conflict feed",
  clientencryptionkeys: "A client encryption key",
  operations: "Deleting by partition key",
  schemas: "A schema",
  attachments: "An attachment",
};

const account = (request: CosmosRequest, endpoint: string): Answer => {
  if (request.method !== "GET") throw noSuchMethod(request);
  // Not "localhost": with that id the SDK ignores the locations.
  const locations = [{ name: "Local", databaseAccountEndpoint: endpoint }];
  return answer(200, {
    id: "local-cosmos",
    _rid: "local-cosmos",
    _self: "",
    writableLocations: locations,
    readableLocations: locations,
    enableMultipleWriteLocations: false,
    userConsistencyPolicy: { defaultConsistencyLevel: "Session" },
    _dbs: "//dbs/",
  });
};

const refuseQuery = (request: CosmosRequest, what: string): void => {
  if (flag(request, "x-ms-documentdb-isquery"))
    throw notSupported(`A query over ${what} (list them instead)`);
};

const databases = (catalog: Catalog, request: CosmosRequest): Answer => {
  const [, id] = request.path;
  if (id === undefined) {
    if (request.method === "GET") {
      const all = [...catalog.databases.values()].map(databaseResource);
      return answer(200, { _rid: "", Databases: all, _count: all.length });
    }
    if (request.method !== "POST") throw noSuchMethod(request);
    refuseQuery(request, "databases");
    const body = jsonBody(request);
    if (!isObject(body)) throw badRequest("A database must be a JSON object.");
    const database = catalog.createDatabase(checkId(body["id"]));
    return answer(201, databaseResource(database), database.etag);
  }
  const database = catalog.database(id);
  switch (request.method) {
    case "GET":
      return answer(200, databaseResource(database), database.etag);
    case "DELETE":
      catalog.deleteDatabase(database);
      return answer(204, undefined);
    default:
      throw noSuchMethod(request);
  }
};

const containers = (catalog: Catalog, request: CosmosRequest): Answer => {
  const [, databaseId = "", , id] = request.path;
  const database = catalog.database(databaseId);
  if (id === undefined) {
    if (request.method === "GET") {
      const all = [...database.containers.values()].map(containerResource);
      return answer(200, { _rid: database.rid, DocumentCollections: all, _count: all.length });
    }
    if (request.method !== "POST") throw noSuchMethod(request);
    refuseQuery(request, "containers");
    const created = catalog.createContainer(database, checkContainer(jsonBody(request)));
    return answer(201, containerResource(created), created.etag);
  }
  const container = catalog.container(databaseId, id);
  switch (request.method) {
    case "GET":
      return answer(200, containerResource(container), container.etag);
    case "PUT":
      catalog.replaceContainer(container, checkReplacement(container, jsonBody(request)));
      return answer(200, containerResource(container), container.etag);
    case "DELETE":
      catalog.deleteContainer(container);
      return answer(204, undefined);
    default:
      throw noSuchMethod(request);
  }
};

const partitionKeyRanges = (catalog: Catalog, request: CosmosRequest): Answer => {
  const [, databaseId = "", , id = ""] = request.path;
  const { rid } = catalog.container(databaseId, id);
  if (request.method !== "GET") throw noSuchMethod(request);
  const etag = '"0"';
  if (header(request, "if-none-match") === etag) return answer(304, undefined, etag);
  return answer(200, { _rid: rid, PartitionKeyRanges: [partitionKeyRange], _count: 1 }, etag);
};
