import type { Answer } from "../../http.ts";
import type { Done } from "../client.ts";
import { hasEnded } from "../instance.ts";
import { ApiError } from "./api-error.ts";
import { viewHistory } from "./history-view.ts";
import { filterOf, flag } from "./query.ts";
import { jsonBody, notFound, type ApiParts, type ApiRequest } from "./request.ts";
import { answerStarted } from "./start-routes.ts";
import { viewStatus } from "./status-view.ts";

const defaultPage = 100;

/** GET and DELETE instances: the list, and the purge of those that have ended. */
export const answerInstances = ({ hub }: ApiParts, { method, query, headers }: ApiRequest): Answer => {
  const filter = filterOf(query);
  if (method === "DELETE") {
    if (filter.createdFrom === undefined) {
      throw new ApiError(400, "Please provide value for 'createdTimeFrom' parameter.");
    }
    const instancesDeleted = hub.client.purgeAll(filter);
    return instancesDeleted === 0 ? notFound : { status: 200, body: { instancesDeleted } };
  }
  if (method !== "GET") return notFound;
  const token = headers["x-ms-continuation-token"];
  const size = Number(query.get("top") ?? defaultPage);
  const after = Number(token ?? 0);
  if (!Number.isInteger(size) || size < 1)
    throw new ApiError(400, "top must be a whole number of at least 1.");
  if (!Number.isInteger(after))
    throw new ApiError(400, "x-ms-continuation-token is none that this API gave.");
  const { instances, next } = hub.client.list(filter, { size, after });
  const showInput = flag(query, "showInput", true);
  return {
    status: 200,
    body: instances.map((instance) => viewStatus(instance, showInput)),
    ...(next !== undefined && { headers: { "x-ms-continuation-token": String(next) } }),
  };
};

/** instances/{id} and what hangs under it. */
export const answerInstance = async (
  parts: ApiParts,
  asked: ApiRequest,
  rest: readonly string[],
): Promise<Answer> => {
  const [id = "", operation, event, ...more] = rest;
  if (more.length > 0) return notFound;
  if (operation === undefined) {
    if (asked.method === "GET") return answerStatus(parts, asked, id);
    if (asked.method === "DELETE") return answerPurge(parts, id);
    return notFound;
  }
  if (asked.method !== "POST") return notFound;
  const { client } = parts.hub;
  const reason = asked.query.get("reason") ?? "";
  switch (operation.toLowerCase()) {
    case "raiseevent":
      return event === undefined ? notFound : answerRaise(parts, asked, id, event);
    case "terminate":
      return answerDone(client.terminate(id, reason));
    case "suspend":
      return answerDone(client.suspend(id, reason));
    case "resume":
      return answerDone(client.resume(id, reason));
    case "restart":
      return answerRestart(parts, asked, id);
    case "rewind":
      return answerRewind(parts, id);
    default:
      return notFound;
  }
};

const answerDone = (done: Done): Answer => ({
  status: { done: 202, absent: 404, ended: 410 }[done],
});

const answerStatus = ({ hub }: ApiParts, { query, url }: ApiRequest, id: string): Answer => {
  const instance = hub.client.status(id);
  if (instance === undefined) return notFound;
  const show = { input: flag(query, "showInput", true), output: flag(query, "showHistoryOutput", false) };
  const history = flag(query, "showHistory", false) ? viewHistory(hub.client.history(id), show) : undefined;
  const body = viewStatus(instance, show.input, history);
  if (!hasEnded(instance.status))
    return { status: 202, headers: { location: url, "retry-after": "5" }, body };
  const failsLoudly = flag(query, "returnInternalServerErrorOnFailure", false);
  return { status: instance.status === "Failed" && failsLoudly ? 500 : 200, body };
};

const answerPurge = ({ hub }: ApiParts, id: string): Answer => {
  switch (hub.client.purge(id)) {
    case "running":
      throw new ApiError(
        412,
        `Only orchestrations in a terminal state can be purged, but ${id} has not ended.`,
      );
    case "done":
      return { status: 200, body: { instancesDeleted: 1 } };
    case "absent":
    case "ended":
      return notFound;
  }
};

const answerRaise = ({ hub }: ApiParts, asked: ApiRequest, id: string, event: string): Answer => {
  const instance = hub.client.status(id);
  if (instance === undefined) return notFound;
  if (hasEnded(instance.status)) return { status: 410 };
  if (asked.headers["content-type"]?.split(";")[0]?.trim().toLowerCase() !== "application/json") {
    throw new ApiError(400, "Only application/json request content is supported");
  }
  return answerDone(hub.client.raise(id, event, jsonBody(asked.body)));
};

const answerRestart = async (parts: ApiParts, asked: ApiRequest, id: string): Promise<Answer> => {
  const restarted = parts.hub.client.restart(id, flag(asked.query, "restartWithNewInstanceId", true));
  if (restarted === undefined) {
    throw new ApiError(400, "InstanceId does not match a valid orchestration instance.");
  }
  return answerStarted(parts, asked, restarted);
};

// Plain texts, as in Azure: durable-functions' client makes the messages of its errors of them.
const answerRewind = ({ hub }: ApiParts, id: string): Answer => {
  const instance = hub.client.status(id);
  if (instance === undefined) {
    return { status: 404, body: `No orchestration with instance ID "${id}" found.` };
  }
  if (instance.status !== "Failed") {
    const body = `This orchestration has status ${instance.status}, but only orchestrations in the "Failed" state can be rewound.`;
    return { status: 412, body };
  }
  return {
    status: 501,
    body: "Rewind is not supported by local/durable. Restart the orchestration instead.",
  };
};
