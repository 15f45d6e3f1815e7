import type { HttpResponseInit } from "@azure/functions";
import { z } from "zod";
import type { Endpoint } from "../../shared/http/endpoint.ts";
import { HttpRefusal } from "../../shared/http/problem.ts";
import { type Row, readRows } from "./announcement/rows.ts";
import { importRows, rowReport, type RowReport } from "./importer.ts";
import type { Projects } from "./projects.ts";

/** The longest file: what Azure Functions takes in one request. The gateway says the same (infra/gateway.json). */
export const maxBytes: number = 100 * 1024 * 1024;

const summary = z.object({
  rows: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  refused: z.int(),
});

type Summary = z.infer<typeof summary>;

const report = z.object({ rows: z.array(rowReport), summary }).meta({ id: "ImportReport" });

const example = {
  rows: [
    {
      row: 1,
      outcome: "created",
      projectId: "7a4e1d0c-93ab-5a5e-8f5f-2d1c3b4a5e6f",
      projectname: "이음5G(5G 특화망) 융합서비스 실증사업",
      warnings: [],
      reasons: [],
    },
  ],
  summary: { rows: 1, created: 1, updated: 0, unchanged: 0, refused: 0 },
};

/** `POST /projects/import`: announcements in, a report per row out, both as streams. */
export const projectImport = (endpoint: Endpoint, projects: Projects): void => {
  endpoint(
    {
      name: "importProjects",
      method: "POST",
      path: "projects/import",
      tag: "Projects",
      summary: "Bring announcements of 기업마당 (bizinfo) or K-Startup in",
      description:
        "Takes what their open APIs give, as JSON or NDJSON (one row a line), up to 100 MB. The same file twice changes nothing. " +
        "With `Accept: application/x-ndjson` the report comes line by line while the rows are taken, the summary last.",
      roles: ["Staff"],
      streams: ["application/json", "application/x-ndjson"],
      bodyExample: {
        jsonArray: [
          {
            pblancId: "PBLN_000000000900007",
            pblancNm: "2027년 이음5G(5G 특화망) 융합서비스 실증사업 공모 안내",
            reqstBeginEndDe: "2027. 3. 2.(화) 09:00 ~ 3. 31.(수) 18:00까지",
          },
        ],
      },
      answers: { 200: { description: "What became of each row", schema: report, example } },
    },
    async ({ request, at, origin, log }) => {
      const format = request.headers.get("content-type")?.includes("ndjson") ? "ndjson" : "json";
      if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge();
      const body = (request.body ?? []) as AsyncIterable<Uint8Array>;
      const rows = await readable(readRows(limited(body), format));
      const clock = () => at;
      const reports = importRows(rows, { projects, clock, origin, log });
      const asLines = (request.headers.get("accept") ?? "").includes("application/x-ndjson");
      return streamed(
        asLines ? "application/x-ndjson" : "application/json",
        asLines ? lines(reports) : json(reports),
      );
    },
  );
};

const tooLarge = (): HttpRefusal =>
  new HttpRefusal("too-large", `The file may have at most ${maxBytes} bytes.`);

async function* limited(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge();
    yield chunk;
  }
}

/** @throws HttpRefusal 400 when there is nothing in it that could be a row: then it is the request that is wrong, not one of its rows. */
const readable = async (rows: AsyncGenerator<Row>): Promise<AsyncIterable<Row>> => {
  const first = await rows.next();
  if (first.done === true) throw unreadable("holds no rows");
  if ("refused" in first.value) {
    const second = await rows.next();
    if (second.done === true) throw unreadable(first.value.refused);
    return chain([first.value, second.value], rows);
  }
  return chain([first.value], rows);
};

const unreadable = (message: string): HttpRefusal =>
  new HttpRefusal("invalid", "No announcement can be read from this.", {
    errors: [{ path: "body", message }],
  });

async function* chain(first: Row[], rest: AsyncIterable<Row>): AsyncGenerator<Row> {
  yield* first;
  yield* rest;
}

const count = (counts: Summary, { outcome }: RowReport): void => {
  counts.rows += 1;
  counts[outcome] += 1;
};

const nothing = (): Summary => ({ rows: 0, created: 0, updated: 0, unchanged: 0, refused: 0 });

async function* lines(reports: AsyncIterable<RowReport>): AsyncGenerator<string> {
  const counts = nothing();
  for await (const row of reports) {
    count(counts, row);
    yield `${JSON.stringify(row)}\n`;
  }
  yield `${JSON.stringify({ summary: counts })}\n`;
}

async function* json(reports: AsyncIterable<RowReport>): AsyncGenerator<string> {
  const counts = nothing();
  yield '{"rows":[';
  for await (const row of reports) {
    yield `${counts.rows === 0 ? "" : ","}\n${JSON.stringify(row)}`;
    count(counts, row);
  }
  yield `\n],"summary":${JSON.stringify(counts)}}`;
}

const streamed = (contentType: string, parts: AsyncGenerator<string>): HttpResponseInit => ({
  status: 200,
  headers: { "content-type": `${contentType}; charset=utf-8`, "cache-control": "no-store" },
  body: encoded(parts),
});

async function* encoded(parts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const part of parts) yield encoder.encode(part);
}
