import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { configFromTopology } from "../local/service-bus/config-from-topology.ts";

const root = path.resolve(import.meta.dirname, "..");

/** Where the official Service Bus emulator (compose.yaml) reads its entities. */
export const emulatorConfigFile: string = path.join(root, "infra/emulator/service-bus.json");

/** The emulator's entities, made from infra/topology.json: the same as in Azure, within the emulator's own limits. */
export const emulatorConfig = async (): Promise<string> => {
  const topology = JSON.parse(await readFile(path.join(root, "infra/topology.json"), "utf8")) as {
    serviceBus: Parameters<typeof configFromTopology>[0];
  };
  return `${JSON.stringify(configFromTopology(topology.serviceBus, { for: "emulator" }), null, 2)}\n`;
};

if (import.meta.main) await writeFile(emulatorConfigFile, await emulatorConfig());
