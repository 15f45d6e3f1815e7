import type { Container } from "../catalog.ts";
import type { Columns } from "../document-table.ts";
import { badRequest } from "../errors.ts";
import type { Json, Value } from "../json.ts";
import { maxPageBytes } from "../limits.ts";
import type { Expression } from "./ast.ts";
import { plainNames } from "./bind.ts";
import { collect } from "./collect.ts";
import { queryIdentity, readContinuation, writeContinuation } from "./continuation.ts";
import type { Continuation } from "./continuation.ts";
import { compile } from "./evaluate.ts";
import type { Frame } from "./evaluate.ts";
import { MatchingDocuments } from "./matching.ts";
import { newFrame } from "./program.ts";
import type { Program } from "./program.ts";

/** A query as it was asked. */
export type QueryRequest = {
  text: string;
  parameters: { name: string; value: Json }[];
  pk: string | undefined;
  maxItemCount: number;
  continuation: string | undefined;
};

/** A page of results as JSON texts; `read` is how many documents it took. */
export type QueryPage = { results: string[]; continuation: string | undefined; read: number; bytes: number };

/** A page that has read this many documents ends, full or not, as Azure ends one that takes too long: others want to be served. */
const maxReadPerPage = 20_000;

/** Runs one page of a query. */
export const runQuery = (
  container: Container,
  program: Program,
  request: QueryRequest,
  now: number,
): QueryPage => {
  const frame = newFrame(parametersOf(program, request), now);
  const of = queryIdentity(request.text, request.parameters, request.pk);
  const start: Continuation =
    request.continuation === undefined
      ? { of, ...limits(program, frame) }
      : readContinuation(request.continuation, of);
  const documents = new MatchingDocuments(container, program, frame, { pk: request.pk, start, now });
  const page = program.collects
    ? collect(program, frame, documents.matches(), { start, maxItemCount: request.maxItemCount })
    : stream(program, documents, { start, maxItemCount: request.maxItemCount });
  const continuation = page.next && writeContinuation(page.next);
  return { results: page.results, continuation, read: documents.read, bytes: page.bytes };
};

const parametersOf = (program: Program, { parameters }: QueryRequest): Frame["parameters"] => {
  const given: Record<string, Value> = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
  for (const name of program.parameters) {
    if (!Object.hasOwn(given, name)) throw badRequest(`The parameter ${name} of the query is not given.`);
  }
  return given;
};

const limits = ({ select }: Program, frame: Frame): Pick<Continuation, "offset" | "remaining"> => {
  const count = (expression: Expression | undefined): number | undefined => {
    if (expression === undefined) return undefined;
    const value = compile(expression, plainNames(new Map()))(frame);
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0) {
      throw badRequest("TOP, OFFSET and LIMIT take whole numbers of at least 0.");
    }
    return value;
  };
  return { offset: count(select.offset) ?? 0, remaining: count(select.top) ?? count(select.limit) ?? null };
};

/** Results as the documents come, the page's end remembered as a place among them. */
const stream = (
  program: Program,
  documents: MatchingDocuments,
  { start, maxItemCount }: { start: Continuation; maxItemCount: number },
): { results: string[]; bytes: number; next: Continuation | undefined } => {
  const results: string[] = [];
  let [bytes, { offset, remaining }, skip] = [0, start, start.within ?? 0];
  let last: Columns | undefined;
  const next = (row: Columns, within?: number): Continuation => ({
    of: start.of,
    position: documents.position(row),
    ...(within === undefined ? {} : { within }),
    offset,
    remaining,
  });
  const give = (text: string): void => {
    results.push(text);
    bytes += text.length;
    if (remaining !== null) remaining -= 1;
  };
  const isFull = (): boolean => results.length >= maxItemCount || bytes >= maxPageBytes;
  if (remaining === 0) return { results, bytes, next: undefined };
  for (const row of documents.rows()) {
    if (last !== undefined && (isFull() || documents.read > maxReadPerPage)) {
      return { results, bytes, next: next(last) };
    }
    let within = 0;
    for (const text of textsOf(program, documents, row)) {
      within += 1;
      if (skip > 0) {
        skip -= 1;
        continue;
      }
      if (offset > 0) {
        offset -= 1;
        continue;
      }
      if (isFull()) return { results, bytes, next: next(row, within - 1) };
      give(text);
      if (remaining === 0) return { results, bytes, next: undefined };
    }
    skip = 0;
    last = row;
  }
  return { results, bytes, next: undefined };
};

const textsOf = function* (program: Program, documents: MatchingDocuments, row: Columns): Generator<string> {
  if (documents.verbatim) {
    yield String(row["body"]);
    return;
  }
  for (const bound of documents.bind(row)) {
    const value = program.project(bound);
    if (value !== undefined) yield JSON.stringify(value);
  }
};
