import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import { InvocationContext } from "@azure/functions";
import * as df from "durable-functions";
import { matchConsultation, type MatchProgress } from "../../shared/contract/match-consultation.ts";
import { CircuitOpen } from "../../shared/domain/circuit-breaker.ts";
import { Crowded } from "./admission.ts";
import { durableMatcher, NotMatchedNow } from "./matcher.ts";

// durable-functions' own client against what the Durable extension answers.

const input = {
  consultationId: "consultation-1",
  projectname: "이음5G 실증사업",
  customerId: "customer-1",
  content: "문의",
  eventId: "event-1",
  requestedAt: "2027-03-01T01:00:00.000Z",
  correlationid: "correlation-1",
};
const matched: MatchProgress = { state: "matched", salesmanId: "salesman-1", consultantId: null, version: 3 };
const of = (state: MatchProgress["state"]): MatchProgress => ({ ...matched, state, salesmanId: null });

type Shown = { runtimeStatus?: string; customStatus?: unknown };
type Extension = {
  /** The status of the answer to a start; "silent" never answers anything. */
  start?: number | "silent";
  /** What each look at the instance shows, the last one again and again; null where there is no instance; "silent" never answers. */
  looks?: (Shown | null | "silent")[];
};

/** A Durable extension that answers so, and the requests that it got. */
const extension = async (t: TestContext, { start = 202, looks = [] }: Extension = {}) => {
  const asked: string[] = [];
  const left = [...looks];
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ""} ${new URL(request.url ?? "", "http://localhost").pathname}`);
    request.resume();
    if (start === "silent") return;
    if (request.method === "POST") {
      sendJson(response, start, start === 202 ? { id: input.consultationId } : "refused");
      return;
    }
    const shown = left.length > 1 ? left.shift() : left[0];
    if (shown === "silent") return;
    if (!shown) sendJson(response, 404, undefined);
    else sendJson(response, 202, { ...instance, ...shown });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { context: contextFor(`http://127.0.0.1:${port}/durabletask/`), asked };
};

const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
};

const instance = {
  name: matchConsultation,
  instanceId: input.consultationId,
  runtimeStatus: "Running",
  input: null,
  customStatus: null,
  output: null,
  createdTime: "2027-03-01T01:00:00Z",
  lastUpdatedTime: "2027-03-01T01:00:00Z",
};

/** An invocation whose Durable client speaks to that address. */
const contextFor = (rpcBaseUrl: string): InvocationContext => {
  const binding = df.input.durableClient();
  const context = new InvocationContext({ options: { extraInputs: [binding] } });
  context.extraInputs.set(binding, {
    taskHubName: "hub",
    creationUrls: {},
    managementUrls: { id: "INSTANCEID" },
    baseUrl: rpcBaseUrl,
    requiredQueryStringParameters: "",
    rpcBaseUrl,
  });
  return context;
};

const patient = { waitMs: 20_000, openMs: 60_000 };
const hasty = { waitMs: 100, openMs: 60_000 };

test("the consultation's own instance is started, and looked at until it shows a match, and no more", async (t) => {
  const looks = [{}, { customStatus: of("matching") }, { customStatus: matched }];
  const { context, asked } = await extension(t, { looks });
  const { progress, alarmed } = await durableMatcher(patient).matched(input, context);
  assert.deepEqual(progress, matched);
  await alarmed;
  assert.deepEqual(asked, [
    "POST /durabletask/orchestrators/matchConsultation2/consultation-1",
    ...looks.map(() => "GET /durabletask/instances/consultation-1"),
  ]);
});

test("an instance that was started before is waited for all the same", async (t) => {
  const { context } = await extension(t, { start: 409, looks: [{ customStatus: matched }] });
  assert.deepEqual((await durableMatcher(patient).matched(input, context)).progress, matched);
});

test("a start that is refused while there is no instance is told", async (t) => {
  const { context } = await extension(t, { start: 500, looks: [null] });
  await assert.rejects(durableMatcher(patient).matched(input, context), /500/);
});

for (const state of ["waiting", "escalated", "closed"] as const) {
  test(`"${state}" is no match and no failure: the next ones are asked for as before`, async (t) => {
    const { context } = await extension(t, { looks: [{ customStatus: of(state) }] });
    const matcher = durableMatcher(patient);
    for (let call = 0; call < 5; call++) await assert.rejects(matcher.matched(input, context), NotMatchedNow);
  });
}

test("an instance that has ended without a match is not waited for", async (t) => {
  for (const runtimeStatus of ["Completed", "Failed", "Terminated"]) {
    const { context } = await extension(t, { looks: [{ runtimeStatus }] });
    await assert.rejects(durableMatcher(patient).matched(input, context), new RegExp(runtimeStatus));
  }
});

const dead: [string, Extension][] = [
  ["never answers", { start: "silent" }],
  ["starts it and never gets it done", { looks: [{}] }],
  ["starts it and never tells of it", { looks: ["silent"] }],
];
for (const [what, how] of dead) {
  test(`Durable ${what}: three customers wait, and no longer than set; the next one does not`, async (t) => {
    const { context, asked } = await extension(t, how);
    const matcher = durableMatcher(hasty);
    for (let customer = 0; customer < 3; customer++) {
      const begun = performance.now();
      await assert.rejects(matcher.matched(input, context), /within/);
      const waited = performance.now() - begun;
      assert.ok(waited >= hasty.waitMs - 5 && waited < hasty.waitMs + 2_000, `${waited} ms`);
    }
    const before = asked.length;
    await assert.rejects(matcher.matched(input, context), CircuitOpen);
    assert.equal(asked.length, before, "Durable is left alone");
  });
}

test("after a while one customer tries again, and if it works all are matched as before", async (t) => {
  const { context: gone } = await extension(t, { start: 500, looks: [null] });
  const { context: back } = await extension(t, { looks: [{ customStatus: matched }] });
  const matcher = durableMatcher({ ...patient, openMs: 500 });
  for (let customer = 0; customer < 3; customer++) await assert.rejects(matcher.matched(input, gone), /500/);
  await assert.rejects(matcher.matched(input, back), CircuitOpen);
  const deadline = performance.now() + 10_000;
  const again = async (): Promise<MatchProgress> => {
    try {
      return (await matcher.matched(input, back)).progress;
    } catch (error) {
      if (!(error instanceof CircuitOpen) || performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
      return again();
    }
  };
  assert.deepEqual(await again(), matched);
  assert.deepEqual((await matcher.matched(input, back)).progress, matched);
});

test("an app without a Durable client refuses, and waits for nothing", async () => {
  await assert.rejects(durableMatcher(patient).matched(input, new InvocationContext()), /durable client/i);
});

test("a match whose alarm is on its way is told at once; that the alarm has come, when it has", async (t) => {
  const raising = { ...matched, alarm: "raising" as const };
  const looks = [{ customStatus: raising }, { customStatus: raising }, { customStatus: matched }];
  const { context, asked } = await extension(t, { looks });
  const { progress, alarmed } = await durableMatcher(patient).matched(input, context);
  assert.deepEqual(progress, raising);
  assert.equal(asked.length, 2);
  await alarmed;
  assert.equal(asked.length, 4);
});

test("an alarm that hangs is waited for no longer than set, and the match is told all the same", async (t) => {
  const { context } = await extension(t, { looks: [{ customStatus: { ...matched, alarm: "raising" } }] });
  const begun = performance.now();
  const { progress, alarmed } = await durableMatcher(hasty).matched(input, context);
  await alarmed;
  const waited = performance.now() - begun;
  assert.equal(progress.salesmanId, "salesman-1");
  assert.ok(waited >= hasty.waitMs - 5 && waited < hasty.waitMs + 2_000, `${waited} ms`);
});

test("of a crowd some are told at once that they need not wait; the breaker has nothing to do with it", async (t) => {
  const { context } = await extension(t, { looks: [{}] });
  const matcher = durableMatcher({ ...patient, waitMs: 500 });
  const crowd = Promise.allSettled(Array.from({ length: 50 }, () => matcher.matched(input, context)));
  await new Promise((done) => setImmediate(done));
  await assert.rejects(matcher.matched(input, context), Crowded);
  const answers = await crowd;
  const crowded = answers.filter((one) => one.status === "rejected" && one.reason instanceof Crowded);
  assert.equal(crowded.length, 50 - 32);
});

test("whom the breaker turns away says nothing about how many may wait", async (t) => {
  const { context: gone } = await extension(t, { start: 500, looks: [null] });
  const { context: back } = await extension(t, { looks: [{ customStatus: matched }] });
  const { context: slow } = await extension(t, { looks: [{}] });
  const matcher = durableMatcher({ waitMs: 500, openMs: 500 });
  // In vain all at once: it is halved once, to 16.
  await Promise.allSettled([1, 2, 3].map(() => matcher.matched(input, gone)));
  for (let times = 0; times < 4; times++) await assert.rejects(matcher.matched(input, back), CircuitOpen);
  for (const deadline = performance.now() + 10_000; ;) {
    const answer = await matcher.matched(input, back).catch((error: unknown) => error);
    if (!(answer instanceof CircuitOpen)) break;
    assert.ok(performance.now() < deadline, "it stays open");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const answers = await Promise.allSettled(Array.from({ length: 20 }, () => matcher.matched(input, slow)));
  const crowded = answers.filter((one) => one.status === "rejected" && one.reason instanceof Crowded);
  assert.equal(crowded.length, 20 - 16);
});
