import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Faults } from "./faults.ts";

/** What a local HTTP server answers, as data, so that a fault switch can come between the work and the answer. */
export type Answer = { status: number; headers?: Record<string, string>; body?: unknown };

/** Serves one request; `closing` aborts when the server closes. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
) => Promise<void>;

/** A request body longer than the server takes. */
export class BodyTooLarge extends Error {}

const closeGraceMs = 1000;

/** Opens an HTTP server on 127.0.0.1 alone; port 0 takes a free one. Throws in plain words when the port is taken. */
export const listen = async (
  port: number,
  handler: Handler,
): Promise<{ port: number; close: () => Promise<void> }> => {
  const closing = new AbortController();
  const server = createServer((request, response) => {
    handler(request, response, closing.signal).catch((error: unknown) => {
      if (!closing.signal.aborted && !request.destroyed) console.error(error);
      if (response.headersSent || closing.signal.aborted) request.socket.destroy();
      else
        sendJson(response, {
          status: 500,
          body: { error: { code: "InternalError", message: String(error) } },
        });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      reject(taken ? new Error(`Port ${port} on 127.0.0.1 is taken by another process.`) : error);
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  const close = async (): Promise<void> => {
    closing.abort();
    const closed = new Promise<void>((resolve) =>
      server.close(() => {
        resolve();
      }),
    );
    server.closeIdleConnections();
    const cut = setTimeout(() => {
      server.closeAllConnections();
    }, closeGraceMs);
    await closed;
    clearTimeout(cut);
  };
  return { port: (server.address() as AddressInfo).port, close };
};

/** The whole body of a request. Throws `BodyTooLarge` beyond `maxBytes`. */
export const readBody = async (request: IncomingMessage, maxBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    // The rest of an oversized body is read and forgotten: a cut connection would hide the answer.
    if (length <= maxBytes) chunks.push(chunk as Buffer);
  }
  if (length > maxBytes) throw new BodyTooLarge(`The body is longer than ${maxBytes} bytes.`);
  return Buffer.concat(chunks);
};

/** Sends an answer with its body as JSON. */
export const sendJson = (response: ServerResponse, { status, headers = {}, body }: Answer): void => {
  const text = body === undefined ? "" : JSON.stringify(body);
  response
    .writeHead(status, {
      ...(body === undefined ? {} : { "content-type": "application/json; charset=utf-8" }),
      "content-length": Buffer.byteLength(text),
      ...headers,
    })
    .end(text);
};

/** Does one operation under the server's fault switches; `busy` words the service's own refusal with a status. */
export const underFaults = async (
  { faults, operation, busy }: { faults: Faults; operation: string; busy: (status: number) => Answer },
  response: ServerResponse,
  closing: AbortSignal,
  work: () => Answer | Promise<Answer>,
): Promise<void> => {
  const cut = (): void => void response.socket?.destroy();
  let drop = false;
  for (const fault of faults.take(operation)) {
    switch (fault.kind) {
      case "delay":
        await sleep(fault.ms ?? 0, undefined, { signal: closing });
        break;
      case "status":
        sendJson(response, busy(fault.status ?? 503));
        return;
      case "refuse":
        cut();
        return;
      case "drop":
        drop = true;
        break;
      case "duplicate":
      case "reorder": {
        const message = `This server has no fault of kind ${fault.kind}.`;
        sendJson(response, { status: 501, body: { error: { code: "FaultNotSupported", message } } });
        return;
      }
    }
  }
  const answer = await work();
  if (drop) cut();
  else sendJson(response, answer);
};
