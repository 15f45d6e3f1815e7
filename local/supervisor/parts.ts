import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import topology from "../../infra/topology.json" with { type: "json" };
import { configFromTopology } from "../service-bus/config-from-topology.ts";
import { webFolder } from "./app-build.ts";
import { endpointsFile } from "./endpoints.ts";
import type { Launch, Ready } from "./part.ts";
import type { StartSettings } from "./settings.ts";

/** Where the servers are, once all are ready. */
export type Servers = Record<"cosmos" | "serviceBus" | "communication" | "identity", Ready>;

/** The data folder of each part, below that of the system. */
export const partFolders = [
  "cosmos",
  "service-bus",
  "communication",
  "identity",
  "functions-host",
  "durable",
  "telemetry",
] as const;

const local = (path: string): string => join(import.meta.dirname, "..", path);

/** The servers of the local Azure by name: how each is launched. */
export const serverLaunches = ({
  dataDir,
  ports,
  environment,
}: StartSettings): Record<keyof Servers, { name: string; launch: Launch }> => ({
  cosmos: {
    name: "cosmos",
    launch: (before) => ({
      module: local("cosmos/main.ts"),
      environment: {
        ...environment,
        COSMOS_PORT: portOf(before, "port", ports.cosmos),
        COSMOS_DATA: join(dataDir, "cosmos"),
      },
    }),
  },
  serviceBus: {
    name: "service-bus",
    launch: (before) => ({
      module: local("service-bus/main.ts"),
      environment: {
        ...environment,
        SERVICEBUS_PORT: portOf(before, "port", ports.serviceBus),
        SERVICEBUS_ADMIN_PORT: portOf(before, "adminPort", ports.serviceBusAdmin),
        SERVICEBUS_DATA: join(dataDir, "service-bus"),
        SERVICEBUS_CONFIG: writeBusConfig(dataDir),
      },
    }),
  },
  communication: {
    name: "communication",
    launch: (before) => ({
      module: local("communication/main.ts"),
      environment: {
        ...environment,
        COMMUNICATION_PORT: portOf(before, "port", ports.communication),
        COMMUNICATION_DATA: join(dataDir, "communication"),
      },
    }),
  },
  identity: {
    name: "identity",
    launch: (before) => ({
      module: local("identity/main.ts"),
      environment: {
        ...environment,
        IDENTITY_PORT: portOf(before, "port", ports.identity),
        IDENTITY_DATA: join(dataDir, "identity"),
      },
    }),
  },
});

// The app setting by which Azure tells Node the same: without a bound, V8 lets garbage lie as long as the machine has room.
const heap = "--max-old-space-size=512";

const audience = "api://ktgg";

// Between apps on this machine alone: nothing outside 127.0.0.1 can use it.
const functionKey = "local-function-key";

/** One instance of the app: the build that it runs, the number that tells it from all others, and its port (0 takes a free one). */
export type Instance = { appDir: string; number: number; port: number };

/** How an instance of the app is launched: its settings are those of the app in Azure, with the local addresses. */
export const hostLaunch =
  ({ dataDir, environment }: StartSettings, servers: Servers, { appDir, number, port }: Instance): Launch =>
  (before) => ({
    module: local("functions-host/main.ts"),
    args: [
      ...["--app", appDir],
      ...["--port", portOf(before, "port", port)],
      ...["--instance", `local-${number}`],
    ],
    nodeArgs: (environment["languageWorkers__node__arguments"] ?? heap).split(" "),
    environment: {
      // What the environment may change:
      SMS_CLASS: "info",
      SMS_FROM: "+8215880000",
      FUNCTIONS_HOST_DRAIN_MS: "3000",
      FUNCTIONS_HOST_FUNCTION_KEY: functionKey,
      ALARM_KEY: functionKey,
      VIEWS_KEY: functionKey,
      KTGG_TELEMETRY_DIR: join(dataDir, "telemetry"),
      KTGG_METRICS_SECONDS: "5",
      KTGG_COUNT_SCHEDULE: "*/15 * * * * *",
      ...environment,
      // What is where it is:
      COSMOS: `AccountEndpoint=${text(servers.cosmos, "endpoint")};AccountKey=${text(servers.cosmos, "key")};`,
      COSMOS_DATABASE: topology.cosmos.database,
      SERVICEBUS: text(servers.serviceBus, "connectionString"),
      COMMUNICATION: text(servers.communication, "connectionString"),
      OIDC_ISSUER: text(servers.identity, "issuer"),
      OIDC_AUDIENCE: audience,
      WEBSITE_INSTANCE_ID: `local-${number}`,
      FUNCTIONS_HOST_STATE_DIR: join(dataDir, "functions-host"),
      DURABLE_DATA: join(dataDir, "durable"),
    },
  });

/** How the gateway is launched: it begins with what it was told last. */
export const gatewayLaunch =
  (
    { ports, environment }: StartSettings,
    { identity }: Servers,
    told: { readonly instances: readonly string[]; readonly origins: readonly string[] },
  ): Launch =>
  (before) => ({
    module: local("gateway/main.ts"),
    environment: {
      ...environment,
      GATEWAY_PORT: portOf(before, "port", ports.gateway),
      GATEWAY_INSTANCES: told.instances.join(" "),
      GATEWAY_ORIGINS: told.origins.join(" "),
      OIDC_ISSUER: text(identity, "issuer"),
      OIDC_AUDIENCE: audience,
    },
  });

/** The API behind the gateway. */
export const gatewayApi = (gateway: Ready): string => `${text(gateway, "url")}/api`;

/** How the built pages below `appDir` are served: they call the API by the gateway. */
export const webLaunch =
  ({ ports, environment }: StartSettings, { identity }: Servers, gateway: Ready, appDir: string): Launch =>
  (before) => ({
    module: local("web/main.ts"),
    environment: {
      ...environment,
      WEB_PORT: portOf(before, "port", ports.web),
      WEB_FOLDER: join(appDir, webFolder),
      WEB_API: gatewayApi(gateway),
      WEB_ISSUER: text(identity, "issuer"),
      WEB_AUDIENCE: audience,
    },
  });

/** How the console is launched: it learns from `endpoints.json` where the others are. */
export const consoleLaunch =
  ({ dataDir, ports, environment }: StartSettings): Launch =>
  (before) => ({
    module: local("console/main.ts"),
    environment: {
      ...environment,
      CONSOLE_PORT: portOf(before, "port", ports.console),
      CONSOLE_ENDPOINTS: endpointsFile(dataDir),
    },
  });

/** A text that a part said when it was ready. Throws when it did not. */
export const text = (ready: Ready, name: string): string => {
  const value = ready[name];
  if (typeof value === "string") return value;
  throw new Error(`A part is ready but did not say its ${name}: ${JSON.stringify(ready)}`);
};

/** A port that a part said when it was ready. Throws when it did not. */
export const port = (ready: Ready, name: string): number => {
  const value = ready[name];
  if (typeof value === "number") return value;
  throw new Error(`A part is ready but did not say its ${name}: ${JSON.stringify(ready)}`);
};

/** Where the management API of orchestrations is, as an instance of the app said; null when the app has none. */
export const orchestrationsOf = (ready: Ready): { base: string; code: string } | null => {
  const { orchestrations = null } = ready as { orchestrations?: { base: string; code: string } };
  return orchestrations;
};

const portOf = (before: Ready | undefined, name: string, configured: number): string =>
  String(before === undefined ? configured : port(before, name));

/** The bus reads its entities from a file in the official emulator's format. */
const writeBusConfig = (dataDir: string): string => {
  const folder = join(dataDir, "service-bus");
  const file = join(folder, "Config.json");
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(configFromTopology(topology.serviceBus), null, 2));
  return file;
};
