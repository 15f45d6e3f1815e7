import type { IncomingMessage, ServerResponse } from "node:http";
import type { BindingInfo } from "../rpc.ts";

/** What the admin endpoints tell about a function. */
export type FunctionFacts = {
  name: string;
  isDisabled: boolean;
  bindings: Readonly<Record<string, BindingInfo>>;
  route: string | undefined;
};

export type HostFacts = {
  instanceId: string;
  url: string;
  state: "Initialized" | "Running" | "Stopping";
  functions: readonly FunctionFacts[];
};

/** Serves the read-only part of the host's own `/admin` endpoints; false when the path is another's. */
export const serveAdmin = (
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  facts: HostFacts,
): boolean => {
  if (path !== "/admin" && !path.startsWith("/admin/")) return false;
  const answer = request.method === "GET" ? answerFor(path.replace(/\/$/, ""), facts) : undefined;
  if (answer === undefined) response.writeHead(404, { "content-length": 0 }).end();
  else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  return true;
};

const answerFor = (path: string, facts: HostFacts): unknown => {
  switch (path) {
    case "/admin/host/ping":
      return {};
    case "/admin/host/status":
      return {
        id: "ktgg-functions-host",
        state: facts.state,
        version: "4.1035.0",
        versionDetails: "local/functions-host",
        instanceId: facts.instanceId,
        processUptime: Math.round(process.uptime() * 1000),
        errors: [],
      };
    case "/admin/functions":
      return facts.functions.map((item) => describe(item, facts.url));
    default: {
      const name = /^\/admin\/functions\/([^/]+)$/.exec(path)?.[1]?.toLowerCase();
      const found = facts.functions.find((item) => item.name.toLowerCase() === name);
      return found && describe(found, facts.url);
    }
  }
};

const describe = ({ name, isDisabled, bindings, route }: FunctionFacts, url: string): unknown => ({
  name,
  href: `${url}/admin/functions/${name}`,
  invoke_url_template: route === undefined ? null : `${url}/${route}`,
  isDisabled,
  language: "node",
  config: {
    bindings: Object.entries(bindings).map(([binding, options]) => ({ ...options, name: binding })),
  },
});
