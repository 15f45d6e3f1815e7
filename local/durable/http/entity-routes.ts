import type { Answer } from "../../http.ts";
import { ApiError } from "./api-error.ts";
import { flag } from "./query.ts";
import { notFound, type ApiParts, type ApiRequest } from "./request.ts";
import { jsonText } from "../wire.ts";

// How Azure writes an empty key into a path.
const emptyKey = "$";

/** entities[/{name}[/{key}]]: lists, reads and signals entities. */
export const answerEntity = (parts: ApiParts, asked: ApiRequest, rest: readonly string[]): Answer => {
  const [name, givenKey, ...more] = rest;
  if (more.length > 0) return notFound;
  if (name === undefined || givenKey === undefined) {
    return asked.method === "GET" ? list(parts, asked, name) : notFound;
  }
  const key = givenKey === emptyKey ? "" : givenKey;
  switch (asked.method) {
    case "GET": {
      const entity = parts.hub.client.entity(name, key);
      if (entity === undefined) return notFound;
      return { status: 200, body: JSON.parse(entity.state ?? "null") as unknown };
    }
    case "POST":
      return signal(parts, name, key, asked.query.get("op") ?? "", inputOf(asked));
    case "DELETE":
      return signal(parts, name, key, "delete", null);
    default:
      return notFound;
  }
};

const signal = (
  { hub, functions }: ApiParts,
  name: string,
  key: string,
  operation: string,
  input: string | null,
): Answer => {
  // A host without any signals those of the hub's other hosts.
  if (functions.names("entity").length > 0 && !functions.has("entity", name)) {
    throw new ApiError(
      400,
      `The function '${name}' doesn't exist, is disabled, or is not an entity function.`,
    );
  }
  hub.client.signal(name, key, operation, input);
  return { status: 202 };
};

const inputOf = ({ body, headers }: ApiRequest): string | null => {
  if (body === "") return null;
  if (headers["content-type"]?.split(";")[0]?.trim().toLowerCase() !== "application/json")
    return jsonText(body);
  try {
    JSON.parse(body);
    return body;
  } catch (error) {
    throw new ApiError(400, `Could not parse JSON content: ${String(error)}`);
  }
};

const list = ({ hub }: ApiParts, { query }: ApiRequest, name: string | undefined): Answer => {
  const showState = flag(query, "fetchState", false);
  const body = hub.client.entities(name).map(({ name: entityName, key, state, updated }) => ({
    entityId: { name: entityName, key },
    lastOperationTime: new Date(updated).toISOString(),
    state: showState ? (JSON.parse(state ?? "null") as unknown) : null,
  }));
  return { status: 200, body };
};
