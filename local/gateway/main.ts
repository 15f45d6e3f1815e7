import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runAsProcess } from "../process.ts";
import { startGateway } from "./gateway.ts";
import { readPolicy } from "./policy.ts";

// The policy as it is deployed, or another file to try other limits with.
const policyFile = process.env["GATEWAY_POLICY"] ?? join(import.meta.dirname, "../../infra/gateway.json");

/** What the supervisor tells the gateway while it runs; a rotation is answered once what left has ended its work. */
type Told =
  | { kind: "rotate"; id: number; instances: string[]; patienceMs: number }
  | { kind: "allow"; origins: string[] };

const list = (value: string | undefined): string[] =>
  (value ?? "").split(" ").filter((entry) => entry !== "");

await runAsProcess(async () => {
  const gateway = await startGateway({
    port: Number(process.env["GATEWAY_PORT"] ?? "7070"),
    policy: readPolicy(JSON.parse(await readFile(policyFile, "utf8"))),
    issuer: {
      issuer: process.env["OIDC_ISSUER"] ?? "http://127.0.0.1:7090",
      audience: process.env["OIDC_AUDIENCE"] ?? "api://ktgg",
    },
    instances: list(process.env["GATEWAY_INSTANCES"]),
    origins: list(process.env["GATEWAY_ORIGINS"]),
    log: (line) => process.stdout.write(`${line}\n`),
  });
  process.on("message", (told: Told) => {
    if (told.kind === "allow") gateway.allow(told.origins);
    else {
      void gateway.rotate(told.instances, told.patienceMs).then(({ leftUnderWay }) => {
        process.send?.({ rotated: told.id, leftUnderWay });
      });
    }
  });
  return { ready: { port: gateway.port, url: `http://127.0.0.1:${gateway.port}` }, close: gateway.close };
});
