import { runAsProcess } from "../process.ts";
import { startIdentity } from "./server.ts";

await runAsProcess(async () => {
  const { close, ...ready } = await startIdentity({
    port: Number(process.env["IDENTITY_PORT"] ?? 7090),
    dataDir: process.env["IDENTITY_DATA"] ?? ".local/identity",
  });
  return { ready: { ...ready, faults: `${ready.issuer}/_faults` }, close };
});
