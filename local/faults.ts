import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * One fault switch of a local server. `operation` is the server's own name for what it does (see its README);
 * `*` or absent means every operation. `times` counts down and the fault is gone at 0; absent means until cleared.
 *
 * - `delay`: wait `ms`, then serve as usual
 * - `status`: refuse with `status` (429 and 503 carry Retry-After / the service's own busy error), nothing done
 * - `drop`: do the work, then cut the connection without an answer (the caller can't know)
 * - `refuse`: cut the connection before any work
 * - `duplicate`: deliver or apply twice, where the real service may
 * - `reorder`: hold one item back until `ms` have passed, so that later ones overtake it
 */
export type Fault = {
  kind: "delay" | "status" | "drop" | "refuse" | "duplicate" | "reorder";
  operation?: string;
  ms?: number;
  status?: number;
  times?: number;
};

const kinds: readonly string[] = ["delay", "status", "drop", "refuse", "duplicate", "reorder"];

/** The fault switches of one server. Every server asks `take(operation)` once for each operation that it serves. */
export class Faults {
  #faults: Fault[] = [];

  list(): readonly Fault[] {
    return this.#faults;
  }

  replace(faults: readonly Fault[]): void {
    this.#faults = faults.map((fault) => ({ ...fault }));
  }

  /** The faults that hit this operation now, in the order in which they were set; counts `times` down. */
  take(operation: string): Fault[] {
    const hits = this.#faults.filter(
      (fault) => fault.operation === undefined || fault.operation === "*" || fault.operation === operation,
    );
    for (const fault of hits) if (fault.times !== undefined) fault.times -= 1;
    this.#faults = this.#faults.filter((fault) => fault.times === undefined || fault.times > 0);
    return hits;
  }
}

/**
 * Serves `GET`, `PUT` (a JSON array replaces all) and `DELETE /_faults` on a server's HTTP port.
 * Answers false when the request is for something else.
 */
export const serveFaults = async (
  faults: Faults,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> => {
  if (request.url !== "/_faults") return false;
  const answer = (status: number, body: unknown): void => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  switch (request.method) {
    case "GET":
      answer(200, faults.list());
      return true;
    case "DELETE":
      faults.replace([]);
      answer(200, []);
      return true;
    case "PUT": {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const refusal = parse(Buffer.concat(chunks).toString("utf8"));
      if (typeof refusal === "string") answer(400, { error: refusal });
      else {
        faults.replace(refusal);
        answer(200, faults.list());
      }
      return true;
    }
    default:
      answer(405, { error: "Use GET, PUT or DELETE." });
      return true;
  }
};

const parse = (text: string): Fault[] | string => {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return "The body is not JSON.";
  }
  if (!Array.isArray(body)) return "The body must be an array of faults.";
  for (const fault of body as unknown[]) {
    if (typeof fault !== "object" || fault === null) return "A fault must be an object.";
    const { kind, operation, ms, status, times } = fault as Record<string, unknown>;
    if (typeof kind !== "string" || !kinds.includes(kind)) return `kind must be one of ${kinds.join(", ")}.`;
    if (operation !== undefined && typeof operation !== "string") return "operation must be a string.";
    for (const [name, value] of Object.entries({ ms, status, times })) {
      if (value !== undefined && !(typeof value === "number" && value >= 0)) {
        return `${name} must be a number of at least 0.`;
      }
    }
  }
  return body as Fault[];
};
