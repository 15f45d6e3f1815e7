import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, test, type TestContext } from "node:test";
import { eventually } from "./eventually.ts";
import { startProduct, type Product, type ProductOptions } from "./product.ts";
import {
  alarmsOf,
  counts,
  createProject,
  listProjects,
  peopleOf,
  publish,
  saveInterest,
  startProject,
  textsTo,
  type People,
} from "./story.ts";

// Every message comes twice, late or out of order; every process dies between any two lines. What a customer and a salesman
// see stays the same.
const started = async (
  t: TestContext,
  options: ProductOptions = {},
): Promise<{ product: Product; people: People }> => {
  const product = await startProduct(options);
  t.after(() => product.stop());
  return { product, people: await peopleOf(product) };
};

/** A dead instance's locks and claims run out within half a minute; a slow machine gets some more. */
const recovery = { timeoutMs: 120_000 };

const phone = (number: number): string => `010-2222-${String(number).padStart(4, "0")}`;
const e164 = (number: number): string => `+82102222${String(number).padStart(4, "0")}`;

const saveMany = async (
  product: Product,
  people: People,
  projectname: string,
  count: number,
): Promise<void> => {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  for (let from = 0; from < count; from += 20) {
    const some = numbers.slice(from, from + 20);
    await Promise.all(
      some.map((number) => saveInterest(product, people, number, { projectname, phone: phone(number) })),
    );
  }
};

/** Each of the customers has exactly one message, and goes on having one. */
const oneEach = async (product: Product, count: number): Promise<void> => {
  await eventually(async () => {
    const texts = await product.outbox();
    assert.equal(new Set(texts.map(({ to }) => to)).size, count);
  }, recovery);
  const to = (await product.outbox()).map((text) => text.to).toSorted();
  assert.deepEqual(
    to,
    Array.from({ length: count }, (_, index) => e164(index + 1)),
  );
};

test("messages that are delivered twice and out of order change nothing: one SMS each, one alarm each, one next year", async (t) => {
  const { product, people } = await started(t);
  await product.faults("serviceBus", [
    { kind: "duplicate", operation: "deliver" },
    { kind: "reorder", operation: "deliver", ms: 300, times: 20 },
  ]);
  const projectname = "중복 지원사업";
  const { projectId } = await createProject(product, people, { projectname });
  await saveMany(product, people, projectname, 3);
  await startProject(product, people, projectId);
  await oneEach(product, 3);
  await product.request("POST", `/projects/${projectId}/end`, { token: people.staff });
  const ofProject = ["ProjectEnded", "ProjectStarted", "ProjectCreated"];
  await eventually(async () => {
    const alarms = await alarmsOf(product, people);
    assert.deepEqual(
      alarms.filter(({ subject }) => subject === projectId).map(({ type }) => type),
      ofProject,
    );
    assert.equal((await listProjects(product, people, `text=${encodeURIComponent("중복")}`)).length, 2);
  });
  await oneEach(product, 3);
});

test("killed between the commit and the relay, the event goes out after the restart", async (t) => {
  const { product, people } = await started(t);
  const projectname = "중단 지원사업";
  const { projectId } = await createProject(product, people, { projectname });
  await saveMany(product, people, projectname, 2);
  await eventually(async () => {
    assert.ok((await alarmsOf(product, people)).length > 0);
  });
  await product.faults("serviceBus", [{ kind: "status", operation: "send", status: 503 }]);
  await startProject(product, people, projectId);
  await product.kill("functions-host-0");
  await product.faults("serviceBus", []);
  await oneEach(product, 2);
});

// Side by side, each with a product of its own: they mostly wait until the locks and claims of the dead run out.
describe("what a killed instance held is taken over", { concurrency: true }, () => {
  test("killed between the relay and the consumer, the message is delivered again", async (t) => {
    const { product, people } = await started(t);
    const projectname = "배달 지원사업";
    const { projectId } = await createProject(product, people, { projectname });
    await saveMany(product, people, projectname, 2);
    // The consumer holds the message while its first read of the store hangs.
    await product.faults("cosmos", [{ kind: "delay", operation: "upsert", ms: 5_000 }]);
    await startProject(product, people, projectId);
    await eventually(async () => {
      const { body } = await product.request("GET", product.endpoints.serviceBus.entities);
      assert.match(JSON.stringify(body), /"locked":[1-9]/);
    });
    await product.kill("functions-host-0");
    await product.faults("cosmos", []);
    await oneEach(product, 2);
  });

  test("killed between the SMS and its record, the page is sent again and the carrier knows it: one SMS each, counts true", async (t) => {
    const { product, people } = await started(t);
    const projectname = "문자 지원사업";
    const { projectId } = await createProject(product, people, { projectname });
    await saveMany(product, people, projectname, 3);
    await eventually(async () => {
      const { body } = await product.request("GET", "/health/ready");
      assert.deepEqual(body, { status: "ready" });
    });
    await eventually(() => recipientsKept(product, 3));
    await product.faults("cosmos", [{ kind: "delay", operation: "batch", ms: 20_000 }]);
    const start = startProject(product, people, projectId); // its own commit is a batch, too
    await product.faults("cosmos", [{ kind: "delay", operation: "batch", ms: 20_000 }]);
    await eventually(async () => {
      assert.equal((await product.outbox()).length, 3);
    }, recovery);
    await product.kill("functions-host-0");
    await start.catch(() => undefined);
    await product.faults("cosmos", []);
    await eventually(async () => {
      const { counts: found, state } = await counts(product, people, projectId);
      assert.deepEqual([state, found["sent"]], ["done", 3]);
    }, recovery);
    await oneEach(product, 3);
  });

  test("two instances share the work: 150 customers get one SMS each, also when one instance is killed on the way", async (t) => {
    const { product, people } = await started(t, { instances: 2 });
    const projectname = "두대 지원사업";
    const { projectId } = await createProject(product, people, { projectname });
    await saveMany(product, people, projectname, 150);
    await eventually(() => recipientsKept(product, 150));
    await startProject(product, people, projectId);
    await product.kill("functions-host-1");
    await oneEach(product, 150);
    assert.equal((await textsTo(product, e164(1))).length, 1);
    await eventually(async () => {
      assert.equal((await counts(product, people, projectId)).counts["sent"], 150);
    }, recovery);
  });
});

test("the carrier is down when a project starts: the customers are told when it is back", async (t) => {
  const { product, people } = await started(t);
  const projectname = "통신장애 지원사업";
  const { projectId } = await createProject(product, people, { projectname });
  await saveMany(product, people, projectname, 2);
  await product.faults("communication", [
    { kind: "drop", operation: "send", times: 2 },
    { kind: "status", operation: "send", status: 503, times: 8 },
  ]);
  await startProject(product, people, projectId);
  await oneEach(product, 2);
});

test("the bus is down during a command: the command succeeds, the event arrives later", async (t) => {
  const { product, people } = await started(t);
  await product.faults("serviceBus", [
    { kind: "refuse", operation: "connect" },
    { kind: "status", operation: "send", status: 503 },
  ]);
  const { projectId } = await createProject(product, people, { projectname: "버스장애 지원사업" });
  const { status } = await product.request("GET", `/projects/${projectId}`, { token: people.staff });
  assert.equal(status, 200);
  await product.faults("serviceBus", []);
  await eventually(async () => {
    assert.ok((await alarmsOf(product, people)).some(({ subject }) => subject === projectId));
  }, recovery);
});

test("the bus itself is killed and comes back: nothing that it took is lost", async (t) => {
  const { product, people } = await started(t);
  const projectname = "재시작 지원사업";
  const { projectId } = await createProject(product, people, { projectname });
  await saveMany(product, people, projectname, 2);
  await startProject(product, people, projectId);
  await product.kill("service-bus");
  await oneEach(product, 2);
});

test("the database is killed and comes back: what was answered is there", async (t) => {
  const { product, people } = await started(t);
  const { projectId } = await createProject(product, people, { projectname: "저장소 지원사업" });
  await product.kill("cosmos");
  await eventually(async () => {
    const { status } = await product.request("GET", `/projects/${projectId}`, { token: people.staff });
    assert.equal(status, 200);
  });
});

test("a customer's interest alarms are nobody's until a salesman is matched, then his in their own order, and move with a re-match", async (t) => {
  const { product, people } = await started(t);
  const projectname = "배정 지원사업";
  const { body } = await saveInterest(product, people, 1, { projectname, phone: phone(1) });
  const { interestId } = body as { interestId: string };
  await createProject(product, people, { projectname });
  await saveInterest(product, people, 1, { projectname, phone: phone(2) });
  await eventually(async () => {
    assert.equal((await alarmsOf(product, people)).length, 1, "the project's");
  });
  const match = (salesmanId: string, version: number) => ({
    specversion: "1.0",
    id: randomUUID(),
    source: "/contexts/matching",
    type: "SalesmanMatched",
    subject: `match-${interestId}`,
    time: new Date().toISOString(),
    datacontenttype: "application/json",
    aggregateversion: version,
    correlationid: randomUUID(),
    data: {
      matchId: `match-${interestId}`,
      subject: { type: "interest", id: interestId },
      projectname,
      salesmanId,
      consultantId: null,
      reasons: [],
    },
  });
  await publish(product, "matching-events", match("salesman-1", 1));
  await eventually(async () => {
    assert.deepEqual(
      (await alarmsOf(product, people)).map(({ type }) => type),
      ["InterestUpdated", "ProjectCreated", "InterestCreated"],
    );
  });
  await publish(product, "matching-events", match("salesman-2", 2));
  const other = { ...people, salesman: await product.token("salesman-2", ["Salesman"]) };
  await eventually(async () => {
    assert.equal((await alarmsOf(product, other)).length, 3);
    assert.equal((await alarmsOf(product, people)).length, 1);
  });
});

test("without the contexts alarm and notification, the others' commands work", async (t) => {
  const { product, people } = await started(t, { contexts: ["project", "interest"] });
  const { projectId } = await createProject(product, people, { projectname: "홀로 지원사업" });
  await saveInterest(product, people, 1, { projectname: "홀로 지원사업", phone: phone(1) });
  await startProject(product, people, projectId);
  assert.equal((await product.request("GET", "/me/alarms", { token: people.salesman })).status, 404);
});

test("each context runs alone", async (t) => {
  for (const context of ["views", "alarm", "notification"]) {
    const { product, people } = await started(t, { contexts: [context] });
    const path =
      { views: "/me/interests", alarm: "/me/alarms", notification: "/me/sms-opt-out" }[context] ?? "";
    const token = context === "alarm" ? people.salesman : await people.customer(1);
    assert.equal((await product.request("GET", path, { token })).status, 200, context);
    assert.equal(await product.stop(), 0);
  }
});

/** The notification context has heard of every interest: its subscription is empty, and the relay has nothing left. */
const recipientsKept = async (product: Product, count: number): Promise<void> => {
  const { body } = await product.request("GET", product.endpoints.serviceBus.entities);
  const entities = Object.entries(body as Record<string, { active: number }>);
  const [, subscription] = entities.find(([name]) => /interest-events\/.*notification$/i.test(name)) ?? [];
  assert.equal(subscription?.active, 0, `${count} recipients are not kept yet: ${JSON.stringify(body)}`);
};
