import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { serveFaults } from "../faults.ts";
import type { Faults } from "../faults.ts";
import type { Broker } from "./broker/broker.ts";
import { deadLetterPath } from "./broker/entity.ts";

/** The HTTP port for the supervisor and for tests. */
type Admin = { port: number; close(): Promise<void> };

/** What an entity holds; `active` includes what is locked. */
export type EntityCounts = {
  active: number;
  scheduled: number;
  deferred: number;
  deadLetter: number;
  locked: number;
};

/** Opens the HTTP port: `/_faults` and `/_entities`. `busDown` is called when new faults refuse connections. */
export const listenForAdmin = async (
  port: number,
  broker: Broker,
  faults: Faults,
  busDown: () => void,
): Promise<Admin> => {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (await serveFaults(faults, request, response)) {
      if (request.method === "PUT" && refusesConnections(faults)) busDown();
      return;
    }
    if (request.url === "/_entities" && request.method === "GET") {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(countAll(broker)));
      return;
    }
    response
      .writeHead(501, { "content-type": "text/plain" })
      .end(
        "The local Service Bus has /_faults and /_entities here; ServiceBusAdministrationClient is not supported.\n",
      );
  };
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      console.error("Service Bus: an admin request failed:", error);
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const refusesConnections = (faults: Faults): boolean =>
  faults
    .list()
    .some(
      ({ kind, operation }) =>
        kind === "refuse" && (operation === undefined || operation === "*" || operation === "connect"),
    );

const countAll = (broker: Broker): Record<string, EntityCounts> => {
  const all: Record<string, EntityCounts> = {};
  for (const entity of broker.entities()) {
    if (entity.kind === "deadLetters") continue;
    const deadLetters = broker.find(`${entity.path}/${deadLetterPath}`)?.queue.counts();
    all[entity.path] = {
      ...entity.queue.counts(),
      deadLetter: (deadLetters?.active ?? 0) + (deadLetters?.deferred ?? 0),
    };
  }
  return all;
};
