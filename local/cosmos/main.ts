import { runAsProcess } from "../process.ts";
import { startCosmos } from "./server.ts";

await runAsProcess(async () => {
  const server = await startCosmos({
    port: Number(process.env["COSMOS_PORT"] ?? 8081),
    dataDir: process.env["COSMOS_DATA"] ?? ".local/cosmos",
  });
  return { ready: { endpoint: server.endpoint, key: server.key, port: server.port }, close: server.close };
});
