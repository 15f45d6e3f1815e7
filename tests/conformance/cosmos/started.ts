import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { CosmosClient } from "@azure/cosmos";
import type { Container, ContainerRequest, CosmosClientOptions } from "@azure/cosmos";
import type { Fault } from "../../../local/faults.ts";
import { startCosmos } from "../../../local/cosmos/server.ts";
import type { Cosmos } from "../../../local/cosmos/server.ts";

/** A folder that goes with the test. */
export const tempDir = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), "cosmos-"));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
};

/** A client of the unmodified SDK that goes with the test. Its own retries are off, so that a test sees each answer. */
export const clientOf = (
  t: TestContext,
  { endpoint, key }: { endpoint: string; key: string },
  options: Partial<CosmosClientOptions> = {},
): CosmosClient => {
  const client = new CosmosClient({
    endpoint,
    key,
    connectionPolicy: {
      retryOptions: { maxRetryAttemptCount: 0 },
      enableEndpointDiscovery: false,
      enableBackgroundEndpointRefreshing: false,
    },
    ...options,
  });
  t.after(() => {
    client.dispose();
  });
  return client;
};

/** A started server, a client and one container, partitioned by `/pk` unless told otherwise. All goes with the test. */
export const startedCosmos = async (
  t: TestContext,
  { clock, ...definition }: { clock?: () => number } & Partial<ContainerRequest> = {},
): Promise<{ server: Cosmos; client: CosmosClient; container: Container }> => {
  const server = await startCosmos({
    port: 0,
    dataDir: tempDir(t),
    ...(clock === undefined ? {} : { clock }),
  });
  t.after(() => server.close());
  const client = clientOf(t, server);
  const { database } = await client.databases.create({ id: "ktgg" });
  const { container } = await database.containers.create({
    id: "things",
    partitionKey: { paths: ["/pk"] },
    ...definition,
  });
  return { server, client, container };
};

/** A clock that stands still until it is moved. */
export const manualClock = (
  start = Date.UTC(2026, 2, 2),
): { now: () => number; pass: (ms: number) => void } => {
  let now = start;
  return {
    now: () => now,
    pass: (ms) => {
      now += ms;
    },
  };
};

/** Sets the server's fault switches. */
export const setFaults = async ({ endpoint }: { endpoint: string }, faults: Fault[]): Promise<void> => {
  const response = await fetch(new URL("_faults", endpoint), { method: "PUT", body: JSON.stringify(faults) });
  if (!response.ok) throw new Error(await response.text());
};

/** Expects a rejection with this status from the SDK. */
export const status =
  (code: number, message?: RegExp) =>
  (error: unknown): boolean => {
    // batch() wraps the service's answer.
    const { code: given, message: text } = ((error as Error).cause ?? error) as {
      code?: unknown;
      message: string;
    };
    if (given !== code) throw new Error(`Expected ${code}, got ${String(given)}: ${text}`);
    if (message !== undefined && !message.test(text))
      throw new Error(`Expected ${String(message)}, got: ${text}`);
    return true;
  };
