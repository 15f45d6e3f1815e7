import { readFileSync } from "node:fs";
import { runAsProcess } from "../process.ts";
import { startServiceBus } from "./server.ts";

const { SERVICEBUS_PORT, SERVICEBUS_ADMIN_PORT, SERVICEBUS_DATA, SERVICEBUS_CONFIG } = process.env;

const portFrom = (variable: string, value: string | undefined, otherwise: number): number => {
  if (value === undefined || value === "") return otherwise;
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`${variable} must be a port number from 0 to 65535, not "${value}".`);
};

const readConfigFile = (path: string | undefined): unknown => {
  if (path === undefined) throw new Error("Set SERVICEBUS_CONFIG to the path of the bus's Config.json.");
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`SERVICEBUS_CONFIG: ${path} cannot be read as JSON: ${String(error)}`, { cause: error });
  }
};

await runAsProcess(async () => {
  if (!SERVICEBUS_DATA) throw new Error("Set SERVICEBUS_DATA to the folder for the bus's data.");
  const bus = await startServiceBus({
    port: portFrom("SERVICEBUS_PORT", SERVICEBUS_PORT, 5672),
    adminPort: portFrom("SERVICEBUS_ADMIN_PORT", SERVICEBUS_ADMIN_PORT, 5300),
    dataDir: SERVICEBUS_DATA,
    config: readConfigFile(SERVICEBUS_CONFIG),
  });
  const { connectionString, port, adminPort } = bus;
  return { ready: { connectionString, port, adminPort }, close: () => bus.close() };
});
