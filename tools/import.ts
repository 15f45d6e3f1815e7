import { SingleBar } from "cli-progress";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { importFile } from "./import-request.ts";
import type { RowReport, Summary } from "./import-request.ts";

// npm run import -- FILE: brings announcements of 기업마당 (bizinfo) or K-Startup in.

const usage = `Usage: npm run import -- FILE [--api URL] [--token TOKEN]

  FILE     announcements as JSON, or as NDJSON (.ndjson, .jsonl)
  --api    the API, such as https://ktgg.example/api; without it the local system that npm start runs
  --token  a token of Staff; the local system needs none`;

const exitCodes = { refusedRows: 1, error: 2 };

const readTarget = (): {
  file: string;
  api: string;
  token: string | undefined;
  identity: string | undefined;
} => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { api: { type: "string" }, token: { type: "string" } },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Error(`Name one file.\n\n${usage}`);
  if (!existsSync(file) || !statSync(file).isFile()) throw new Error(`There is no file ${file}.`);
  const local = localEndpoints();
  const api = (values.api ?? local?.api)?.replace(/\/$/, "");
  if (api === undefined)
    throw new Error("The local system does not run: npm start, or name another one with --api.");
  const isLocal = local?.instances.includes(api) ?? false;
  return { file, api, token: values.token, identity: isLocal ? local?.identity : undefined };
};

type LocalEndpoints = { api: string; instances: string[]; identity: string };

const localEndpoints = (): LocalEndpoints | undefined => {
  const file = join(process.env["KTGG_DATA"] || ".local", "endpoints.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as LocalEndpoints) : undefined;
};

const localStaffToken = async (identity: string | undefined): Promise<string> => {
  if (identity === undefined)
    throw new Error("--token is needed: only the local system gives one out by itself.");
  const response = await fetch(`${identity}/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ sub: "staff-1", roles: ["Staff"], name: "김지원" }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`The local issuer refused a token: ${await response.text()}`);
  return ((await response.json()) as { access_token: string }).access_token;
};

/** A bar on a terminal; nothing in a pipe or a log. */
const progress = (file: string): { sent: (bytes: number) => void; row: () => void; end: () => void } => {
  if (!process.stderr.isTTY) return { sent: () => undefined, row: () => undefined, end: () => undefined };
  const bar = new SingleBar({
    format: "{bar} {percentage}% sent, {rows} rows done, {duration_formatted}",
    stream: process.stderr,
    hideCursor: true,
  });
  let rows = 0;
  bar.start(statSync(file).size, 0, { rows });
  return {
    sent: (bytes) => {
      bar.increment(bytes, { rows });
    },
    row: () => {
      rows += 1;
      bar.update({ rows });
    },
    end: () => {
      bar.stop();
    },
  };
};

const linesOf = ({ row, outcome, projectname, warnings, reasons }: RowReport): string[] => {
  const where = `row ${row}${projectname === undefined ? "" : ` (${projectname})`}`;
  return [
    ...(outcome === "refused" ? [`${where}: refused: ${reasons.join("; ")}`] : []),
    ...warnings.map((warning) => `${where}: warning: ${warning}`),
  ];
};

const run = async (): Promise<number> => {
  const { file, api, identity, token = await localStaffToken(identity) } = readTarget();
  const bar = progress(file);
  const remarks: string[] = [];
  let summary: Summary | undefined;
  try {
    for await (const said of importFile({ file, api, token, onSent: bar.sent })) {
      if ("rows" in said) summary = said;
      else {
        bar.row();
        remarks.push(...linesOf(said));
      }
    }
  } finally {
    bar.end();
  }
  if (summary === undefined) throw new Error("The report has no summary.");
  const { rows, created, updated, unchanged, refused } = summary;
  for (const remark of remarks) console.log(remark);
  console.log(
    `${rows} rows: ${created} created, ${updated} updated, ${unchanged} unchanged, ${refused} refused.`,
  );
  return refused > 0 ? exitCodes.refusedRows : 0;
};

process.exitCode = await run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return exitCodes.error;
});
