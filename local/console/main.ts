import { runAsProcess } from "../process.ts";
import { startConsole } from "./server.ts";

await runAsProcess(async () => {
  const endpointsFile = process.env["CONSOLE_ENDPOINTS"];
  if (endpointsFile === undefined) throw new Error("CONSOLE_ENDPOINTS is not set: where is endpoints.json?");
  const { close, ...ready } = await startConsole({
    port: Number(process.env["CONSOLE_PORT"] ?? 4281),
    endpointsFile,
  });
  return { ready, close };
});
