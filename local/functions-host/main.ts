import { parseArgs } from "node:util";
import { runAsProcess } from "../process.ts";
import { startHost } from "./host.ts";

// node local/functions-host/main.ts --app DIR [--port N] [--instance ID]: the environment holds the app settings.
const { values } = parseArgs({
  options: {
    app: { type: "string", default: "." },
    port: { type: "string", default: "7071" },
    instance: { type: "string" },
  },
});

await runAsProcess(async () => {
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`--port must be a port number, but is "${values.port}".`);
  }
  const host = await startHost({
    appDir: values.app,
    port,
    settings: process.env,
    ...(values.instance !== undefined && { instanceId: values.instance }),
  });
  const { port: openPort, url, functions, durable } = host;
  const orchestrations = durable && { base: durable.address.webhook, code: durable.address.key };
  return { ready: { port: openPort, url, functions, orchestrations }, close: host.close };
});
