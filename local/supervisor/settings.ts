import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { LivenessSettings } from "./liveness.ts";

/** The ports of the parts; instance i of the app listens on `api` + i. 0 takes a free one. */
export type Ports = {
  api: number;
  cosmos: number;
  serviceBus: number;
  serviceBusAdmin: number;
  communication: number;
  identity: number;
  gateway: number;
  web: number;
  console: number;
};

/** What a start is asked to do. */
export type StartSettings = {
  dataDir: string;
  instances: number;
  fresh: boolean;
  demo: boolean;
  build: boolean;
  quiet: boolean;
  ports: Ports;
  liveness: LivenessSettings;
  /** Passed on to the app, whose own settings may be among it (KTGG_CONTEXTS, SMS_CLASS). */
  environment: Environment;
  /** Whether the app runs this context. */
  runs: (context: string) => boolean;
};

/** Variables by name, as in `process.env`. */
export type Environment = Record<string, string | undefined>;

/** The variable behind each port, and the port when it is not set. */
export const portVariables: Record<keyof Ports, { variable: string; otherwise: number }> = {
  api: { variable: "API_PORT", otherwise: 7071 },
  cosmos: { variable: "COSMOS_PORT", otherwise: 8081 },
  serviceBus: { variable: "SERVICEBUS_PORT", otherwise: 5672 },
  serviceBusAdmin: { variable: "SERVICEBUS_ADMIN_PORT", otherwise: 5300 },
  communication: { variable: "COMMUNICATION_PORT", otherwise: 7080 },
  identity: { variable: "IDENTITY_PORT", otherwise: 7090 },
  gateway: { variable: "GATEWAY_PORT", otherwise: 7070 },
  web: { variable: "WEB_PORT", otherwise: 4280 },
  console: { variable: "CONSOLE_PORT", otherwise: 4281 },
};

/** When an instance is dead: the defaults of a liveness probe in Azure Container Apps, and in Kubernetes. */
const livenessVariables: Record<keyof LivenessSettings, { variable: string; otherwise: number }> = {
  intervalMs: { variable: "LIVENESS_INTERVAL_MS", otherwise: 10_000 },
  timeoutMs: { variable: "LIVENESS_TIMEOUT_MS", otherwise: 5_000 },
  failures: { variable: "LIVENESS_FAILURES", otherwise: 3 },
};

const maxInstances = 8;

/** How `npm start` is used. */
export const usage = `Usage: npm start -- [--instances N] [--fresh] [--no-demo] [--no-build] [--quiet]

  --instances N  run N instances of the app on the same data (1 to ${maxInstances})
  --fresh        empty the data first
  --no-demo      load no demo projects and interests on the first run
  --no-build     run the app as it was built last
  --quiet        print nothing but trouble

Environment: KTGG_DATA (the data folder, .local), ${[
  ...Object.values(portVariables),
  ...Object.values(livenessVariables),
]
  .map(({ variable, otherwise }) => `${variable} (${otherwise})`)
  .join(", ")};
every other variable reaches the app, such as KTGG_CONTEXTS and SMS_CLASS.`;

/** Reads the arguments and the environment of a start. Throws with the mend in it. */
export const readStartSettings = (args: string[], environment: Environment): StartSettings => {
  const { values } = parseArgs({
    args,
    options: {
      instances: { type: "string", default: "1" },
      fresh: { type: "boolean", default: false },
      demo: { type: "boolean", default: true },
      build: { type: "boolean", default: true },
      quiet: { type: "boolean", default: false },
    },
    allowNegative: true,
  });
  const instances = Number(values.instances);
  if (!Number.isInteger(instances) || instances < 1 || instances > maxInstances) {
    throw new Error(
      `--instances must be a whole number from 1 to ${maxInstances}, not "${values.instances}".`,
    );
  }
  const { fresh, demo, build, quiet } = values;
  const contexts = environment["KTGG_CONTEXTS"]?.split(",").map((context) => context.trim());
  return {
    dataDir: resolve(environment["KTGG_DATA"] || ".local"),
    ...{ instances, fresh, demo, build, quiet, environment },
    runs: (context) => contexts?.includes(context) ?? true,
    ports: {
      api: readPort("api", environment),
      cosmos: readPort("cosmos", environment),
      serviceBus: readPort("serviceBus", environment),
      serviceBusAdmin: readPort("serviceBusAdmin", environment),
      communication: readPort("communication", environment),
      identity: readPort("identity", environment),
      gateway: readPort("gateway", environment),
      web: readPort("web", environment),
      console: readPort("console", environment),
    },
    liveness: {
      intervalMs: readLiveness("intervalMs", environment),
      timeoutMs: readLiveness("timeoutMs", environment),
      failures: readLiveness("failures", environment),
    },
  };
};

const readPort = (part: keyof Ports, environment: Environment): number => {
  const { variable, otherwise } = portVariables[part];
  const text = environment[variable];
  if (text === undefined || text === "") return otherwise;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`${variable} must be a port number from 0 to 65535, not "${text}".`);
};

const readLiveness = (name: keyof LivenessSettings, environment: Environment): number => {
  const { variable, otherwise } = livenessVariables[name];
  const text = environment[variable];
  if (text === undefined || text === "") return otherwise;
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 3_600_000) return count;
  throw new Error(`${variable} must be a whole number of at least 1, not "${text}".`);
};
