import type { ServerResponse } from "node:http";
import { once } from "node:events";
import { sendJson } from "../http.ts";
import type { OutboxQuery, OutboxStore } from "./outbox-store.ts";

const maxLatest = 1000;

/** Serves `GET /outbox` (`?to=`, `?after=<id>`, `?limit=`, or `?latest=N`), streamed: the outbox may be long. */
export const serveOutbox = async (
  query: URLSearchParams,
  store: OutboxStore,
  response: ServerResponse,
): Promise<void> => {
  const asked = parseQuery(query);
  if (typeof asked === "string") {
    refuse(response, asked);
    return;
  }
  if ("latest" in asked) {
    sendJson(response, { status: 200, body: { messages: store.latest(asked.latest) } });
    return;
  }
  const pages = store.read(asked);
  if (pages === null) {
    refuse(response, `after: no message has the id ${asked.after ?? ""}.`);
    return;
  }
  response.writeHead(200, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
  response.write('{"messages":[');
  let separator = "\n";
  for (const page of pages) {
    const text = separator + page.map((message) => JSON.stringify(message)).join(",\n");
    separator = ",\n";
    if (!response.write(text)) await Promise.race([once(response, "drain"), once(response, "close")]);
    if (response.destroyed) return;
  }
  response.end("]}\n");
};

/** Serves `GET /outbox/count` (`?to=`). */
export const serveCount = (query: URLSearchParams, store: OutboxStore, response: ServerResponse): void => {
  const unknown = [...query.keys()].find((name) => name !== "to");
  if (unknown !== undefined) refuse(response, `${unknown} is no parameter of /outbox/count: use to.`);
  else sendJson(response, { status: 200, body: { count: store.count(query.get("to") ?? undefined) } });
};

const parseQuery = (query: URLSearchParams): OutboxQuery | { latest: number } | string => {
  const asked: OutboxQuery = {};
  for (const [name, value] of query) {
    switch (name) {
      case "to":
        // A `+` that is not percent-encoded arrives as a blank; no phone number starts with one.
        asked.to = value.replace(/^ /, "+");
        break;
      case "after":
        asked.after = value;
        break;
      case "limit":
        if (!/^[1-9]\d{0,8}$/.test(value)) return "limit must be a whole number of at least 1.";
        asked.limit = Number(value);
        break;
      case "latest":
        if (!/^[1-9]\d{0,8}$/.test(value) || Number(value) > maxLatest) {
          return `latest must be a whole number from 1 to ${maxLatest}.`;
        }
        if (query.size > 1) return "latest stands alone.";
        return { latest: Number(value) };
      default:
        return `${name} is no parameter of /outbox: use to, after, limit or latest.`;
    }
  }
  return asked;
};

const refuse = (response: ServerResponse, message: string): void => {
  sendJson(response, { status: 400, body: { error: { code: "InvalidQuery", message } } });
};
