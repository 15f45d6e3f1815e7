import { runAsProcess } from "../process.ts";
import { defaultClients } from "./clients.ts";
import { startIdentity } from "./server.ts";

await runAsProcess(async () => {
  const { close, ...ready } = await startIdentity({
    port: Number(process.env["IDENTITY_PORT"] ?? 7090),
    dataDir: process.env["IDENTITY_DATA"] ?? ".local/identity",
    clients: {
      ...defaultClients,
      redirectUris: (process.env["IDENTITY_REDIRECT_URIS"] ?? "").split(" ").filter((uri) => uri !== ""),
    },
  });
  return { ready: { ...ready, faults: `${ready.issuer}/_faults` }, close };
});
