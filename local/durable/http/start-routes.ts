import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "../../http.ts";
import { hasEnded } from "../instance.ts";
import { ApiError } from "./api-error.ts";
import { managementLinks } from "./links.ts";
import { seconds } from "./query.ts";
import { jsonBody, notFound, type ApiParts, type ApiRequest } from "./request.ts";
import { viewStatus } from "./status-view.ts";

const longestIdLength = 100;

/** POST orchestrators/{function}[/{instance}]: starts an orchestration. */
export const answerStart = (parts: ApiParts, asked: ApiRequest, rest: readonly string[]): Promise<Answer> => {
  const [name, instanceId, ...more] = rest;
  if (asked.method !== "POST" || name === undefined || more.length > 0) return Promise.resolve(notFound);
  const known = parts.functions.names("orchestrator").map((each) => `'${each}'`);
  // A host without any starts those of the hub's other hosts.
  if (known.length > 0 && !parts.functions.has("orchestrator", name)) {
    throw new ApiError(
      400,
      `The function '${name}' doesn't exist, is disabled, or is not an orchestrator function. Additional info: The following are the known orchestrator functions: ${known.join(", ")}.`,
    );
  }
  if (instanceId !== undefined) refuseBadId(instanceId);
  const version = asked.query.get("version") ?? undefined;
  const { traceparent } = asked.headers;
  const trace = typeof traceparent === "string" ? traceparent : undefined;
  const id = parts.hub.client.start({ name, instanceId, version, input: jsonBody(asked.body), trace });
  return answerStarted(parts, asked, id);
};

// The bounds that Azure's storage has for an id.
const refuseBadId = (id: string): void => {
  if (id.length > longestIdLength) {
    throw new ApiError(400, `Instance IDs must not have more than ${longestIdLength} characters.`);
  }
  if (id.startsWith("@")) throw new ApiError(400, "Orchestration instance ids must not start with @.");
  if (/[/\\#?\u0000-\u001f\u007f-\u009f]/.test(id)) {
    throw new ApiError(400, "Instance IDs must not contain /, \\, #, ? or control characters.");
  }
};

/** The answer to a start: its links, or, where the query says so, its output once it has ended in time. */
export const answerStarted = async (
  { hub, address }: ApiParts,
  { query }: ApiRequest,
  id: string,
): Promise<Answer> => {
  const timeoutMs = seconds(query, "timeout");
  const pollMs = seconds(query, "pollingInterval");
  if (timeoutMs !== undefined && pollMs !== undefined) {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const instance = hub.client.status(id);
      if (instance !== undefined && hasEnded(instance.status)) {
        const status = instance.status === "Failed" ? 500 : 200;
        const body =
          instance.status === "Completed"
            ? (JSON.parse(instance.output ?? "null") as unknown)
            : viewStatus(instance, true);
        return { status, body };
      }
      const left = deadline - performance.now();
      if (left <= 0) break;
      await sleep(Math.min(left, Math.max(pollMs, 10)));
    }
  }
  const body = managementLinks(address, id);
  return { status: 202, headers: { location: body["statusQueryGetUri"] ?? "", "retry-after": "10" }, body };
};
