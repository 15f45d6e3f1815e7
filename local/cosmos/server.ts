import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Faults } from "../faults.ts";
import { authenticator, wellKnownKey } from "./auth.ts";
import { Catalog } from "./catalog.ts";
import { respond } from "./pipeline.ts";
import { QueryCache } from "./query-cache.ts";
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
  const closing = new AbortController();
  const service = {
    store,
    catalog,
    queries: new QueryCache(),
    clock,
    faults: new Faults(),
    authenticate: authenticator(key),
    closing: closing.signal,
    endpoint: "",
  };
  const http = createServer({ maxHeaderSize: maxHeaderBytes }, (request, response) => {
    respond(service, request, response).catch((error: unknown) => {
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
      closing.abort();
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
