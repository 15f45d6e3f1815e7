import type { ServerResponse } from "node:http";
import type { Invoker } from "../invoker.ts";
import type { HttpData, NullableString, TypedData } from "../rpc.ts";
import { setCookie } from "./cookies.ts";
import {
  answerEmpty,
  bindingDataOf,
  hasBody,
  headersOf,
  oneHeader,
  queryOf,
  type Exchange,
} from "./exchange.ts";

/** Runs a request through its function with whole bodies: what an app without `enableHttpStream` gets. */
export const exchangeBuffered = async (invoker: Invoker, exchange: Exchange): Promise<void> => {
  const { request, response, target, params } = exchange;
  const body = await readBody(exchange);
  if (body === "too large") {
    answerEmpty(response, 413);
    return;
  }
  const http: HttpData = {
    method: request.method ?? "GET",
    url: `http://${request.headers.host ?? "localhost"}${request.url ?? "/"}`,
    nullableHeaders: nullable(headersOf(request)),
    nullableParams: nullable(params),
    nullableQuery: nullable(queryOf(request)),
    ...(body.length > 0 && { body: { bytes: body } }),
  };
  let answer: TypedData | undefined;
  try {
    const result = await invoker.invoke(target, {
      input: { http },
      triggerMetadata: {},
      bindingData: () => bindingDataOf(exchange),
      traceParent: oneHeader(request, "traceparent"),
      traceState: oneHeader(request, "tracestate"),
    });
    answer = result.returnValue ?? result.outputData.find(({ data }) => data.http !== undefined)?.data;
  } catch {
    // The invoker has logged it; the caller learns no more than Azure tells.
    answerEmpty(response, 500);
    return;
  }
  if (answer?.http === undefined) answerEmpty(response, 204);
  else writeAnswer(response, answer.http);
};

const readBody = async ({ request, bodyLimit }: Exchange): Promise<Buffer | "too large"> => {
  if (!hasBody(request)) return Buffer.alloc(0);
  if (Number(request.headers["content-length"] ?? 0) > bodyLimit) return "too large";
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) return "too large";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
};

const nullable = (values: Record<string, string>): Record<string, NullableString> => {
  const result: Record<string, NullableString> = {};
  for (const [key, value] of Object.entries(values)) result[key] = { value };
  return result;
};

// These say how a connection carries the message; the host's own server decides that.
const hopByHop = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade", "content-length"]);

const writeAnswer = (response: ServerResponse, answer: HttpData): void => {
  const body = answer.body?.bytes ?? Buffer.from(answer.body?.string ?? answer.body?.json ?? "");
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    if (!hopByHop.has(name.toLowerCase())) response.setHeader(name, value);
  }
  for (const cookie of answer.cookies ?? []) response.appendHeader("set-cookie", setCookie(cookie));
  response.statusCode = Number(answer.statusCode ?? 200);
  if (response.statusCode !== 204 && response.statusCode !== 304)
    response.setHeader("content-length", body.length);
  response.end(body);
};
