import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { eventually } from "./eventually.ts";
import { figure } from "./figures.ts";
import { startProduct } from "./product.ts";
import { createProject, expect, peopleOf, saveInterest } from "./story.ts";

const product = await startProduct({
  env: { KTGG_METRICS_SECONDS: "0.5", KTGG_COUNT_SCHEDULE: "*/2 * * * * *" },
});
after(() => product.stop());
const people = await peopleOf(product);
const folder = join(product.dataDir, "telemetry");

type Node = { span: { name: string; failed: boolean; instance: string; links: unknown[] }; children: Node[] };

/** The tree of one request, by the tool. */
const treeOf = async (id: string): Promise<Node[]> => {
  const tool = resolve(import.meta.dirname, "../../tools/trace.ts");
  const args = ["--disable-warning=ExperimentalWarning", tool, id, "--dir", folder, "--json"];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Node[];
};

/** Each way from the root down to a span, as the names on it. */
const waysIn = (nodes: readonly Node[], above = ""): string[] =>
  nodes.flatMap(({ span, children }) => {
    const way = above === "" ? span.name : `${above} > ${span.name}`;
    return [way, ...waysIn(children, way)];
  });

const leadsTo = (id: string, ways: string[]): Promise<void> =>
  eventually(async () => {
    const found = new Set(waysIn(await treeOf(id)));
    assert.deepEqual(
      ways.filter((way) => ![...found].some((one) => one.endsWith(way))),
      [],
      [...found].join("\n"),
    );
  });

const moves = (name: string, attributes: Record<string, string | number>, to: number): Promise<void> =>
  eventually(() => {
    const found = figure(product, name, attributes) ?? 0;
    assert.ok(found >= to, `${name} ${JSON.stringify(attributes)} is ${found}`);
  });

const askForAdvice = async (customer: number, correlationId: string): Promise<number> => {
  const answer = await product.request("POST", "/consultations", {
    token: await people.customer(customer),
    headers: { "x-correlation-id": correlationId },
    body: {
      projectname: "관측 지원사업",
      customername: "김비밀",
      phone: `010-7654-000${customer}`,
      content: "비밀 상담 내용",
    },
  });
  return answer.status;
};

test("who waits for a salesman is counted", async () => {
  assert.equal(await askForAdvice(1, "watching-waits"), 202);
  await moves("ktgg.consultations.waiting", { "ktgg.state": "waiting" }, 1);
  assert.equal(figure(product, "ktgg.consultations.waiting", { "ktgg.state": "escalated" }), 0);
});

test("a consultation is one trace from the request over the orchestration and the events to the SMS", async () => {
  const salesman = {
    ...{ salesmanId: "salesman-1", name: "박비밀", phone: "010-8765-4321", kind: "salesman" },
    ...{ specialties: [], regions: [], capacity: 50, available: true },
  };
  expect(await product.request("POST", "/salesmen", { token: people.staff, body: salesman }), 201);
  assert.equal(await askForAdvice(2, "watching-consultation"), 201);
  const request = "POST /api/consultations";
  await leadsTo("watching-consultation", [
    `${request} > create_orchestration:matchConsultation2`,
    `${request} > activity:matchSalesman`,
    `${request} > activity:raiseAlarm > call alarms`,
    `${request} > consultationRelay > send consultation-events`,
    `${request} > process consultation-events`,
    "matchingRelay > send matching-events",
    `${request} > process matching-events > POST /sms`,
  ]);
});

test("a project's start is one trace from the request over the queue of pages to the SMS", async () => {
  const projectname = "추적 지원사업";
  const { projectId } = await createProject(product, people, { projectname });
  await saveInterest(product, people, 3, { projectname, phone: "010-7654-0003" });
  await moves("ktgg.event.age", { "ktgg.function": "keepRecipient" }, 1);
  const start = await product.request("POST", `/projects/${projectId}/start`, {
    token: people.staff,
    headers: { "x-correlation-id": "watching-start" },
    body: {},
  });
  expect(start, 200);
  const request = "POST /api/projects/{projectId}/start";
  await leadsTo("watching-start", [
    `${request} > projectRelay > send project-events`,
    `${request} > process project-events > send notification-sends`,
    `${request} > process project-events > process notification-sends > POST /sms`,
  ]);
});

test("events of several requests in one batch are linked to each of them", async () => {
  await product.faults("serviceBus", [{ kind: "status", operation: "send", status: 503 }]);
  const ids = ["watching-batch-1", "watching-batch-2", "watching-batch-3"];
  for (const id of ids) {
    const headers = { "x-correlation-id": id };
    const body = { projectname: `${id} 지원사업`, year: 2027 };
    expect(await product.request("POST", "/projects", { token: people.staff, headers, body }), 201);
  }
  await product.faults("serviceBus", []);
  for (const id of ids) await leadsTo(id, ["POST /api/projects > projectRelay > send project-events"]);
});

test("each figure of the operations moves", async () => {
  const invalid = await product.request("POST", "/projects", { token: people.staff, body: {} });
  expect(invalid, 400);
  const route = {
    "http.request.method": "POST",
    "http.route": "/api/projects",
    "ktgg.operation": "createProject",
  };
  await moves("http.server.request.duration", { ...route, "http.response.status_code": 201 }, 1);
  await moves("http.server.request.duration", { ...route, "http.response.status_code": 400 }, 1);
  await moves("messaging.process.duration", { "ktgg.function": "raiseProjectAlarm" }, 1);
  await moves("ktgg.event.age", { "ktgg.event.type": "ProjectCreated" }, 1);
  await moves("ktgg.feed.lag", { "ktgg.function": "projectRelay" }, 1);
  await moves("ktgg.sms.messages", { "ktgg.outcome": "sent" }, 2);
  await product.faults("communication", [{ kind: "status", operation: "send", status: 503, times: 8 }]);
  await product.faults("cosmos", [{ kind: "status", operation: "read", status: 500, times: 3 }]);
  await askForAdvice(4, "watching-fails");
  await moves("ktgg.orchestration.failures", { "ktgg.function": "matchSalesman" }, 1);
  await moves("ktgg.sms.messages", { "ktgg.outcome": "failed" }, 1);
});

test("what is asked each second by machines leaves no trace, and no telemetry holds a person", () => {
  const files = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
  assert.ok(files.length >= 2);
  for (const text of files) {
    assert.doesNotMatch(text, /비밀|고객|김지원|10-?7654-?000|10-?8765-?4321/);
    assert.doesNotMatch(text, /health/);
  }
});
