import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import policyJson from "../../../infra/gateway.json" with { type: "json" };
import { startGateway } from "../../../local/gateway/gateway.ts";
import type { Gateway, GatewayOptions } from "../../../local/gateway/gateway.ts";
import { readPolicy } from "../../../local/gateway/policy.ts";
import type { GatewayPolicy } from "../../../local/gateway/policy.ts";
import { startIdentity } from "../../../local/identity/server.ts";

/** The policy as it is deployed. */
export const policy: GatewayPolicy = readPolicy(policyJson);

/** The pages' origin in these tests. */
export const pages = "http://pages.example.com";

const audience = "api://ktgg";
const dataDir = mkdtempSync(join(tmpdir(), "ktgg-gateway-"));
const identity = await startIdentity({ port: 0, dataDir });
const open: { close: () => unknown }[] = [identity];
after(async () => {
  await Promise.all(open.toReversed().map((one) => one.close()));
  rmSync(dataDir, { recursive: true, force: true });
});

/** A token of the local issuer; `more` as it takes it. */
export const tokenOf = async (
  sub: string,
  roles: string[],
  more: Record<string, unknown> = {},
): Promise<string> => {
  const response = await fetch(`${identity.issuer}/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ sub, roles, ...more }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
};

/** What an instance was asked. */
export type Seen = { method: string; url: string; headers: IncomingMessage["headers"]; body: string };

/** An instance of some app: answers as `answer` says, and is ready while `ready` says so. */
export type Backend = { base: string; seen: Seen[]; ready: boolean; close: () => void };

type Answer = (seen: Seen, response: ServerResponse) => void;

const ok: Answer = (_seen, response) => {
  response.writeHead(200, { "content-type": "application/json" }).end("{}");
};

/** Starts an instance that answers 200 to everything, or as told. */
export const startBackend = async (answer: Answer = ok): Promise<Backend> => {
  const backend: Backend = { base: "", seen: [], ready: true, close: () => undefined };
  const server = createServer((request, response) => {
    if (request.url === "/api/health/ready" && request.headers["x-correlation-id"] === undefined) {
      response.writeHead(backend.ready ? 200 : 503).end();
      return;
    }
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const seen = { method, url, headers, body: Buffer.concat(chunks).toString("utf8") };
      backend.seen.push(seen);
      answer(seen, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  backend.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  backend.close = () => {
    server.close();
    server.closeAllConnections();
  };
  open.push(backend);
  return backend;
};

/** A gateway before these instances; `change` overrides what it is started with. */
export const gatewayBefore = async (
  backends: readonly Backend[],
  change: Partial<GatewayOptions> = {},
): Promise<Gateway & { url: string; lines: string[] }> => {
  const lines: string[] = [];
  const gateway = await startGateway({
    port: 0,
    policy,
    issuer: { issuer: identity.issuer, audience },
    instances: backends.map(({ base }) => base),
    origins: [pages],
    checkEachMs: 50,
    log: (line) => lines.push(line),
    ...change,
  });
  open.push(gateway);
  return { ...gateway, url: `http://127.0.0.1:${gateway.port}/api`, lines };
};

/** The policy with some of it changed. */
export const policyWith = (change: Partial<GatewayPolicy>): GatewayPolicy => ({ ...policy, ...change });

/** A problem of the gateway's own. Throws when the answer is none, or does not name the request. */
export const problemOf = async (
  response: Response,
): Promise<{ type: string; status: number; detail: string }> => {
  const type = response.headers.get("content-type") ?? "";
  const body = (await response.json()) as {
    type: string;
    status: number;
    detail: string;
    instance: string;
  };
  const named = body.instance === `urn:ktgg:request:${response.headers.get("x-correlation-id") ?? ""}`;
  if (!type.startsWith("application/problem+json") || body.status !== response.status || !named) {
    throw new Error(`This is no problem of the gateway: ${response.status} ${type} ${JSON.stringify(body)}`);
  }
  return body;
};
