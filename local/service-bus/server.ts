import { Faults } from "../faults.ts";
import { listenForAdmin } from "./admin.ts";
import { listenForAmqp } from "./amqp/listener.ts";
import { Broker } from "./broker/broker.ts";
import { Store } from "./broker/store.ts";
import { Timetable } from "./broker/timetable.ts";
import { systemClock } from "./clock.ts";
import type { Clock } from "./clock.ts";
import { readConfig } from "./config.ts";
import { Delays } from "./delays.ts";

/** How to start the bus; port 0 takes any free one. `config` is the official emulator's Config.json. */
type ServiceBusOptions = {
  port: number;
  adminPort: number;
  dataDir: string;
  config: unknown;
  clock?: Clock;
};

/** A running bus. */
type ServiceBus = {
  port: number;
  adminPort: number;
  connectionString: string;
  close(): Promise<void>;
};

/**
 * Starts the local Service Bus. Rejects with an error that names the mend for a wrong configuration, a taken port
 * and a data folder in use.
 */
export const startServiceBus = async (options: ServiceBusOptions): Promise<ServiceBus> => {
  const config = readConfig(options.config);
  const faults = new Faults();
  const store = new Store(options.dataDir);
  const timetable = new Timetable(options.clock ?? systemClock);
  const delays = new Delays();
  const opened: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    for (const one of opened.reverse()) await one.close();
    timetable.close();
    delays.close();
    store.close();
  };
  try {
    const broker = new Broker(config, store, timetable, faults, delays);
    const amqp = await listenForAmqp(options.port, broker, faults).catch(
      portError("Service Bus", options.port, "SERVICEBUS_PORT"),
    );
    opened.push(amqp);
    const admin = await listenForAdmin(options.adminPort, broker, faults, () => {
      amqp.cutAll();
    }).catch(portError("Service Bus admin", options.adminPort, "SERVICEBUS_ADMIN_PORT"));
    opened.push(admin);
    return {
      port: amqp.port,
      adminPort: admin.port,
      connectionString: connectionString(amqp.port),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};

// The key is the fixed text of the official emulator, not a secret.
const connectionString = (port: number): string =>
  `Endpoint=sb://127.0.0.1:${port};SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;`;

const portError =
  (what: string, port: number, variable: string) =>
  (error: NodeJS.ErrnoException): never => {
    if (error.code !== "EADDRINUSE" && error.code !== "EACCES") throw error;
    const why = error.code === "EACCES" ? "may not be used" : "is taken by another program";
    throw new Error(`Port ${port} for the local ${what} ${why}. Set ${variable} to another port.`, {
      cause: error,
    });
  };
