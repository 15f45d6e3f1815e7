import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  capacityIsTrue,
  everything,
  matchesIn,
  recovery,
  register,
  request,
  salesman,
  timesMatched,
  type Consultation,
} from "./consultation-story.ts";
import { eventually } from "./eventually.ts";
import { startProduct, type Product, type ProductOptions } from "./product.ts";
import { tempDir } from "./product-for-test.ts";
import { expect, peopleOf, type AlarmBody, type People } from "./story.ts";

// Whatever is down behind the intake, a request for advice is taken: each part in turn, then all of them, on one set of data.
// When all is back, each is matched, once, and its salesman sees it.
const perFault = 200;
const atATime = 20;
const team = ["calm-1", "calm-2", "calm-3", "calm-4"];
const waitMs = 1_000;
const contexts = ["project", "interest", "consultation", "matching", "notification", "alarm", "views"];
const without = (...gone: string[]): string[] => contexts.filter((context) => !gone.includes(context));

const env = { CONSULTATION_WAIT_MS: String(waitMs) };
// Long enough that no call half-opens the breaker while a test looks at it open.
const withOpenBreaker = { ...env, CONSULTATION_BREAKER_OPEN_MS: "120000" };
const busIsDown = [
  { kind: "refuse", operation: "connect" },
  { kind: "status", operation: "send", status: 503 },
] as const;

type Fault = {
  name: string;
  options: ProductOptions;
  isBusDown?: true;
  /** What the customers are answered: with a salesman or without one. */
  status: 201 | 202;
};

/** An address where nobody listens any more. */
async function nowhere(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return `http://127.0.0.1:${port}/api`;
}

const faults: Fault[] = [
  {
    // Its orchestrations start, and nothing of them gets done. First, since they try again after half a minute.
    name: "Durable does not work",
    options: { env: { ...withOpenBreaker, "AzureWebJobs.matchSalesman.Disabled": "true" } },
    status: 202,
  },
  {
    name: "matching is not there",
    options: { contexts: without("matching"), env: withOpenBreaker },
    status: 202,
  },
  { name: "Service Bus is down", options: { env }, isBusDown: true, status: 201 },
  {
    name: "the alarm side is down",
    options: { contexts: without("alarm"), env: { ...env, ALARM_URL: await nowhere() } },
    status: 201,
  },
  {
    name: "all of it is down",
    options: { contexts: without("matching", "alarm"), env: withOpenBreaker },
    isBusDown: true,
    status: 202,
  },
];

/** The product on the data that stay, as long as `use` takes. */
const running = async (
  dataDir: string,
  options: ProductOptions,
  use: (product: Product, people: People) => Promise<void>,
): Promise<void> => {
  const product = await startProduct({ ...options, dataDir });
  try {
    await use(product, await peopleOf(product));
  } finally {
    await product.stop();
  }
};

/**
 * One request after the other until one is answered so: what the fault before has left behind is worked through first. None may be
 * refused. Answers their ids.
 */
const requestTill = async (
  wanted: Fault["status"],
  product: Product,
  people: People,
  customer: number,
): Promise<string[]> => {
  const ids: string[] = [];
  const deadline = performance.now() + recovery.timeoutMs;
  for (;;) {
    const { status, body } = await request(product, people, customer);
    ids.push(body.consultationId);
    if (status === wanted) return ids;
    assert.ok(performance.now() < deadline, `${status}, and not ${wanted}`);
    await sleep(250);
  }
};

/** So many requests, some at a time, each by a customer of its own; answers their ids. */
const manyRequests = async (product: Product, people: People, from: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let asked = 0; asked < perFault; asked += atATime) {
    const some = Array.from({ length: atATime }, (_, index) => from + asked + index);
    const answers = await Promise.all(some.map((customer) => request(product, people, customer)));
    ids.push(...answers.map(({ body }) => body.consultationId));
  }
  return ids;
};

test("each part down in turn, and all together: every request is taken, and matched once when they are back", async (t) => {
  const dataDir = tempDir(t);
  const accepted: string[] = [];

  await running(dataDir, {}, async (product, people) => {
    await register(product, people, Object.fromEntries(team.map((id) => [id, { capacity: 400 }])));
  });
  for (const [index, { name, options, isBusDown, status }] of faults.entries()) {
    await t.test(name, () =>
      running(dataDir, options, async (product, people) => {
        if (isBusDown) await product.faults("serviceBus", [...busIsDown]);
        accepted.push(...(await requestTill(status, product, people, index * 1_000)));
        accepted.push(...(await manyRequests(product, people, index * 1_000 + 1)));
        if (status === 202) await isFastByNow(product, people, accepted);
      }),
    );
  }

  await running(dataDir, {}, async (product, people) => {
    assert.equal(new Set(accepted).size, accepted.length);
    await eventually(async () => {
      const path = "/staff/consultations?unmatched=true&limit=1";
      const { body } = await product.request("GET", path, { token: people.staff });
      assert.deepEqual(body, { items: [], nextCursor: null });
    }, recovery);
    const all = await everything<Consultation>(product, people.staff, "/staff/consultations?");
    assert.deepEqual(all.map(({ consultationId }) => consultationId).toSorted(), accepted.toSorted());
    const times = await timesMatched(product);
    assert.deepEqual(
      accepted.filter((id) => times.get(id) !== 1),
      [],
      "each once",
    );
    assert.equal((await matchesIn(product, people, "waiting")).length, 0);
    await capacityIsTrue(product, people);
    await everyoneSees(product, all);
    await nothingIsDeadLettered(product);
  });
});

/** Once the breaker is open, nobody waits for the match any more; and what is answered can be looked at. */
const isFastByNow = async (product: Product, people: People, accepted: string[]): Promise<void> => {
  for (let customer = 0; customer < 5; customer++) {
    const begun = performance.now();
    const { status, headers, body } = await request(product, people, 90_000 + customer);
    const tookMs = performance.now() - begun;
    accepted.push(body.consultationId);
    assert.equal(status, 202);
    assert.ok(tookMs < waitMs / 2, `${Math.round(tookMs)} ms`);
    const path = headers.get("location")?.replace(/^\/api/, "") ?? "";
    const token = await people.customer(90_000 + customer);
    assert.deepEqual(expect(await product.request("GET", path, { token }), 200).body, body);
  }
};

/** On each salesman's page are his consultations, each requested once. */
const everyoneSees = async (product: Product, all: readonly Consultation[]): Promise<void> => {
  for (const id of team) {
    const token = await salesman(product, id);
    const mine = all.filter(({ matchedsalesman }) => matchedsalesman === id);
    await eventually(async () => {
      const alarms = await everything<AlarmBody>(product, token, "/me/alarms?");
      assert.deepEqual(
        alarms.map(({ type, subject }) => [type, subject]).toSorted(),
        mine.map(({ consultationId }) => ["ConsultationCreated", consultationId]).toSorted(),
      );
    }, recovery);
  }
};

const nothingIsDeadLettered = async (product: Product): Promise<void> => {
  const { body } = await product.request("GET", product.endpoints.serviceBus.entities);
  const entities = Object.entries(body as Record<string, { deadLetter: number }>);
  assert.ok(entities.length > 0);
  for (const [name, { deadLetter }] of entities) assert.equal(deadLetter, 0, name);
};
