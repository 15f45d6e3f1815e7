import { runAsProcess } from "../process.ts";
import { startCommunication } from "./server.ts";

await runAsProcess(async () => {
  const { close, ...ready } = await startCommunication({
    port: Number(process.env["COMMUNICATION_PORT"] ?? 7080),
    dataDir: process.env["COMMUNICATION_DATA"] ?? ".local/communication",
  });
  return { ready: { ...ready, faults: `${ready.endpoint}/_faults` }, close };
});
