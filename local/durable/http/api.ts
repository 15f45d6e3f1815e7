import type { IncomingMessage } from "node:http";
import { readBody, type Answer } from "../../http.ts";
import { AlreadyExists } from "../mailbox.ts";
import { ApiError } from "./api-error.ts";
import { answerEntity } from "./entity-routes.ts";
import { answerInstance, answerInstances } from "./instance-routes.ts";
import { connectionName } from "./links.ts";
import { notFound, type ApiParts, type ApiRequest } from "./request.ts";
import { answerStart } from "./start-routes.ts";

const mostBytes = 16 * 1024 * 1024;

/** Answers one request for the path behind the API's base. */
export const answerApi = async (parts: ApiParts, path: string, request: IncomingMessage): Promise<Answer> => {
  const url = new URL(request.url ?? "/", parts.address.webhook);
  try {
    const asked: ApiRequest = {
      method: request.method ?? "GET",
      path: path
        .split("/")
        .filter((part) => part !== "")
        .map(decodeURIComponent),
      query: url.searchParams,
      headers: request.headers,
      url: url.href,
      body: (await readBody(request, mostBytes)).toString("utf8"),
    };
    refuseOtherHubs(parts.hub.name, asked.query);
    return await route(parts, asked);
  } catch (error) {
    if (error instanceof ApiError) return refusal(error.status, error.message);
    if (error instanceof AlreadyExists) return refusal(409, error.message);
    if (error instanceof URIError) return refusal(400, "The path is not a well-formed URL.");
    throw error;
  }
};

const refusal = (status: number, message: string): Answer => ({ status, body: { Message: message } });

const route = async (parts: ApiParts, asked: ApiRequest): Promise<Answer> => {
  const [area, ...rest] = asked.path;
  switch (area?.toLowerCase()) {
    case "orchestrators":
      return answerStart(parts, asked, rest);
    case "instances":
      return rest.length === 0 ? answerInstances(parts, asked) : await answerInstance(parts, asked, rest);
    case "entities":
      return answerEntity(parts, asked, rest);
    case "makeprimary":
      throw new ApiError(501, "makePrimary (app leases) is not had by local/durable.");
    default:
      return notFound;
  }
};

const refuseOtherHubs = (hub: string, query: URLSearchParams): void => {
  const asked = query.get("taskHub");
  if (asked !== null && asked !== "" && asked.toLowerCase() !== hub.toLowerCase()) {
    throw new ApiError(
      501,
      `The task hub "${asked}" is not had by this host of local/durable: its hub is "${hub}".`,
    );
  }
  const connection = query.get("connection");
  if (connection !== null && connection !== "" && connection !== connectionName) {
    throw new ApiError(
      501,
      `The connection "${connection}" is not had by local/durable: it has no storage accounts.`,
    );
  }
};
