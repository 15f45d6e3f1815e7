import { textOption } from "../bindings.ts";
import { HostError } from "../host-error.ts";
import type { BindingInfo } from "../rpc.ts";
import { connectionString, expandSettings, type Settings } from "../settings.ts";
import type { Timings } from "../timings.ts";

/** A container behind a binding. */
export type ContainerRef = { connection: string; database: string; container: string };

/** A change-feed trigger's options with their defaults. */
export type FeedOptions = {
  monitored: ContainerRef;
  leases: ContainerRef;
  createLeaseContainer: boolean;
  leasePrefix: string;
  pollDelayMs: number;
  maxItems: number | undefined;
  startFrom: "beginning" | "now" | Date;
  leaseExpirationMs: number;
  leaseRenewMs: number;
  leaseAcquireMs: number;
};

const reader =
  (binding: BindingInfo, settings: Settings, where: string) =>
  (name: string): string | undefined => {
    const text = textOption(binding, name);
    return text && expandSettings(text, settings, `${where}: its ${name}`);
  };

/** The container that a Cosmos DB binding names; throws, naming `where`, for a missing option or a v3 name. */
export const containerOf = (binding: BindingInfo, settings: Settings, where: string): ContainerRef => {
  for (const [old, name] of [
    ["connectionStringSetting", "connection"],
    ["collectionName", "containerName"],
  ] as const) {
    if (binding[old] !== undefined) {
      throw new HostError(`${where} uses "${old}" of the extension's version 3. Call it "${name}".`);
    }
  }
  const option = reader(binding, settings, where);
  const need = (name: string): string => {
    const value = option(name);
    if (value === undefined) throw new HostError(`${where} has no "${name}".`);
    return value;
  };
  return {
    connection: connectionString(option("connection") ?? "CosmosDB", settings, where),
    database: need("databaseName"),
    container: need("containerName"),
  };
};

/** The options of a cosmosDBTrigger; throws, naming `where`, for what this host does not have. */
export const feedOptionsOf = (
  binding: BindingInfo,
  settings: Settings,
  timings: Timings,
  where: string,
): FeedOptions => {
  const option = reader(binding, settings, where);
  const mode = option("changeFeedMode");
  if (mode !== undefined && mode !== "LatestVersion") {
    throw new HostError(
      `${where} uses changeFeedMode "${mode}"; local/functions-host has LatestVersion only.`,
    );
  }
  const number = (name: string, least: number): number | undefined => {
    const value = binding[name];
    if (value === undefined) return undefined;
    if (typeof value !== "number" || !(value >= least)) {
      throw new HostError(`${where}: ${name} must be a number of at least ${least}.`);
    }
    return value;
  };
  const monitored = containerOf(binding, settings, where);
  const leaseConnection = option("leaseConnection");
  return {
    monitored,
    leases: {
      connection:
        leaseConnection === undefined
          ? monitored.connection
          : connectionString(leaseConnection, settings, `${where}, its leases,`),
      database: option("leaseDatabaseName") ?? monitored.database,
      container: option("leaseContainerName") ?? "leases",
    },
    createLeaseContainer: binding["createLeaseContainerIfNotExists"] === true,
    leasePrefix: option("leaseContainerPrefix") ?? "",
    pollDelayMs: number("feedPollDelay", 0) ?? 5000,
    maxItems: number("maxItemsPerInvocation", 1),
    startFrom: startOf(binding, option("startFromTime"), where),
    leaseExpirationMs: number("leaseExpirationInterval", 1) ?? timings.leaseExpirationMs,
    leaseRenewMs: number("leaseRenewInterval", 1) ?? timings.leaseRenewMs,
    leaseAcquireMs: number("leaseAcquireInterval", 1) ?? timings.leaseAcquireMs,
  };
};

const startOf = (binding: BindingInfo, time: string | undefined, where: string): FeedOptions["startFrom"] => {
  const fromBeginning = binding["startFromBeginning"] === true;
  if (time === undefined) return fromBeginning ? "beginning" : "now";
  if (fromBeginning)
    throw new HostError(`${where} has both startFromBeginning and startFromTime. Choose one.`);
  const date = new Date(time);
  if (Number.isNaN(date.getTime()))
    throw new HostError(`${where}: startFromTime "${time}" is no ISO 8601 time.`);
  return date;
};
