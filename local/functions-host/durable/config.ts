import { defaultConcurrency } from "../../durable/orchestrator-turn.ts";
import { HostError } from "../host-error.ts";
import type { HostJsonKeys } from "../host-json-keys.ts";
import { expandSettings, type Settings } from "../settings.ts";

/** The part of host.json's extensions.durableTask that is obeyed, with Azure's defaults. */
export type DurableConfig = {
  hubName: string;
  maxOrchestrators: number;
  maxActivities: number;
  maxOperations: number;
  /** A start may take the place of an orchestration that still runs. */
  overRunning: boolean;
};

const at = "extensions.durableTask";
const defaultHub = "TestHubName";

/** Reads extensions.durableTask; throws, naming the key, for a value that is not of its type. */
export const readDurable = (keys: HostJsonKeys): DurableConfig => {
  readStorageProvider(keys);
  const states = keys.text(`${at}.overridableExistingInstanceStates`, "NonRunningStates");
  if (states !== "NonRunningStates" && states !== "AnyState") {
    throw keys.wrong(`${at}.overridableExistingInstanceStates`, "NonRunningStates or AnyState");
  }
  return {
    hubName: keys.text(`${at}.hubName`, ""),
    maxOrchestrators: keys.integer(`${at}.maxConcurrentOrchestratorFunctions`, defaultConcurrency, 1),
    maxActivities: keys.integer(`${at}.maxConcurrentActivityFunctions`, defaultConcurrency, 1),
    maxOperations: keys.integer(`${at}.maxEntityOperationBatchSize`, 50, 1),
    overRunning: states === "AnyState",
  };
};

/**
 * The backend is a file here. It stands for Azure Storage, and hands work on at once: how often queues are polled, and by how
 * many partitions they are divided, has been obeyed when it has been read.
 */
const readStorageProvider = (keys: HostJsonKeys): void => {
  const provider = `${at}.storageProvider`;
  if (keys.text(`${provider}.type`, "azureStorage").toLowerCase() !== "azurestorage") {
    throw keys.wrong(`${provider}.type`, "azureStorage: local/durable stands for no other backend");
  }
  keys.integer(`${provider}.partitionCount`, 4, 1);
  keys.timeSpan(`${provider}.maxQueuePollingInterval`, 30_000);
};

/** The name of the task hub: host.json's, else that of the app, else Azure's name for local runs. */
export const hubNameOf = ({ hubName }: DurableConfig, settings: Settings): string => {
  const where = `"${at}.hubName" in host.json`;
  const site = settings.get("WEBSITE_SITE_NAME")?.replaceAll(/[^A-Za-z0-9]/g, "");
  const name = hubName === "" ? site || defaultHub : expandSettings(hubName, settings, where);
  // Azure's bounds, since the name becomes part of those of tables and queues.
  if (!/^[A-Za-z][A-Za-z0-9]{2,44}$/.test(name)) {
    throw new HostError(
      `${where} is "${name}"; it must be 3 to 45 letters and digits and begin with a letter.`,
    );
  }
  return name;
};
