import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { teardown, type Scope } from "./teardown.ts";

/** What a fixture's function told about one of its invocations. */
export type Told = { name: string; pid: number } & Record<string, unknown>;

/** A server that the functions of a fixture call, so that a test sees them run and decides how they end. */
export type Recorder = {
  url: string;
  told: Told[];
  /** Decides how an invocation ends: "ok", "fail" (the handler throws), or a promise of either, to hold it. */
  answer: (told: Told) => Verdict | Promise<Verdict>;
};

export type Verdict = "ok" | "fail";

/** Starts a recorder that lets everything succeed until the test sets `answer`. */
export const startRecorder = async (t: Scope): Promise<Recorder> => {
  const recorder: Recorder = { url: "", told: [], answer: () => "ok" };
  const server = createServer((request, response) => {
    void record(recorder, request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  recorder.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  teardown(t, () => {
    server.close();
    server.closeAllConnections();
  });
  return recorder;
};

const record = async (
  recorder: Recorder,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const told = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Told;
  recorder.told.push(told);
  const verdict = await recorder.answer(told);
  response.writeHead(verdict === "ok" ? 200 : 500).end();
};
