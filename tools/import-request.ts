import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import type { IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { extname } from "node:path";
import { createInterface } from "node:readline";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

/** What became of one row, as the API reports it. */
export type RowReport = {
  row: number;
  outcome: "created" | "updated" | "unchanged" | "refused";
  projectname?: string;
  warnings: string[];
  reasons: string[];
};

/** The last line of a report. */
export type Summary = Record<"rows" | "created" | "updated" | "unchanged" | "refused", number>;

/** Where a file goes, and who is told how far it is. */
export type Import = { file: string; api: string; token: string; onSent: (bytes: number) => void };

/**
 * Streams a file to the API and answers its report, line by line while the file is still on its way: the API takes no more
 * of it than it can report on. Throws with the API's own words when it refuses the file.
 */
export async function* importFile({ file, api, token, onSent }: Import): AsyncGenerator<RowReport | Summary> {
  const { size } = await stat(file);
  const url = new URL(`${api}/projects/import`);
  const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      accept: "application/x-ndjson",
      "content-type": contentTypeOf(file),
      "content-length": size,
    },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once("response", resolve);
    request.once("error", reject);
  });
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      onSent(chunk.length);
      done(null, chunk);
    },
  });
  // When the API answers before the whole file is sent, its answer says why; the cut upload says less.
  const sent = pipeline(createReadStream(file), counting, request).catch((error: unknown) => error);
  const response = await answered.catch((error: unknown) => {
    throw new Error(
      `${url.origin} does not answer: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  if (response.statusCode !== 200) throw new Error(await problemOf(response));
  yield* reportOf(response);
  await sent;
}

const contentTypeOf = (file: string): string =>
  [".ndjson", ".jsonl"].includes(extname(file).toLowerCase()) ? "application/x-ndjson" : "application/json";

async function* reportOf(response: IncomingMessage): AsyncGenerator<RowReport | Summary> {
  let rows = 0;
  try {
    for await (const line of createInterface(response)) {
      if (line.trim() === "") continue;
      const said = JSON.parse(line) as RowReport | { summary: Summary };
      if ("summary" in said) {
        yield said.summary;
        return;
      }
      rows += 1;
      yield said;
    }
  } catch (error) {
    throw new Error(brokenOff(rows), { cause: error });
  }
  throw new Error(brokenOff(rows));
}

const brokenOff = (rows: number): string =>
  `The report broke off after ${rows} rows. Import the file again: what is in already stays as it is.`;

/** An RFC 9457 problem in plain words. */
const problemOf = async (response: IncomingMessage): Promise<string> => {
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += String(chunk);
  const status = `${response.statusCode ?? ""}`;
  if (!response.headers["content-type"]?.includes("json")) return `${status} ${text}`.trim();
  const problem = JSON.parse(text) as {
    title?: string;
    detail?: string;
    errors?: { path: string; message: string }[];
  };
  const errors = (problem.errors ?? []).map(({ path, message }) => `  ${path}: ${message}`);
  const said = [problem.title, problem.detail].filter((part) => part !== undefined).join(": ");
  return [`${status} ${said}`, ...errors].join("\n");
};
