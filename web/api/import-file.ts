import type { App } from "../app.ts";
import { problemOf } from "./client.ts";
import { Refused, Unreachable } from "./problem.ts";
import type { components } from "./schema.d.ts";

/** What became of one announcement. */
export type ImportRow = components["schemas"]["ImportRow"];

/**
 * Sends a file of announcements and answers what became of each row, while the rows are taken. Without the client's
 * deadline: a large file takes as long as it takes, and shows that it goes on.
 *
 * @throws Refused when the file as a whole is not taken, Unreachable when the connection breaks
 */
export async function* importFile(
  { config, session }: Pick<App, "config" | "session">,
  file: File,
  signal: AbortSignal,
): AsyncGenerator<ImportRow[]> {
  const response = await fetch(`${config.api}/projects/import`, {
    method: "POST",
    body: file,
    headers: {
      "content-type": isLines(file) ? "application/x-ndjson" : "application/json",
      accept: "application/x-ndjson",
      authorization: `Bearer ${session.token() ?? ""}`,
    },
    signal,
  }).catch(lost);
  if (response.status === 401) session.refused();
  if (!response.ok || response.body === null) throw await refusalOf(response);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value = "" } = await reader.read().catch(lost);
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    const rows = lines.map((line) => JSON.parse(line) as ImportRow | { summary: unknown });
    const taken = rows.filter((row) => "row" in row);
    if (taken.length > 0) yield taken;
    // The summary is the last line: without it, not every row was taken.
    if (rows.some((row) => "summary" in row)) return;
    if (done) throw new Unreachable("The report ends in the middle.");
  }
}

const isLines = ({ name, type }: File): boolean => /\.(ndjson|jsonl)$/i.test(name) || type.includes("ndjson");

const lost = (error: unknown): never => {
  if (error instanceof DOMException && error.name === "AbortError") throw error;
  throw new Unreachable("No answer.", { cause: error });
};

const refusalOf = async (response: Response): Promise<Refused> => {
  const isProblem = (response.headers.get("content-type") ?? "").startsWith("application/problem+json");
  return new Refused(problemOf(isProblem ? await response.json() : undefined, response.status));
};
