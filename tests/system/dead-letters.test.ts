import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { eventually } from "./eventually.ts";
import { figure } from "./figures.ts";
import { startProduct } from "./product.ts";
import { alarmsOf, createProject, peopleOf, publish } from "./story.ts";

// A handler that hangs fails after 2 s here, not after 10 minutes: ten deliveries are soon over.
const product = await startProduct({
  contexts: ["project", "alarm"],
  env: {
    AzureFunctionsJobHost__functionTimeout: "00:00:02",
    KTGG_METRICS_SECONDS: "0.5",
    KTGG_COUNT_SCHEDULE: "*/1 * * * * *",
  },
});
after(() => product.stop());
const people = await peopleOf(product);

const place = "project-events/alarm";

type Letter = {
  place: string;
  number: string;
  reason: string;
  deliveries: number;
  correlationId: string;
  event?: { id: string; type: string; subject: string };
};

/** The tool as a person runs it; answers its exit code and what it said. */
const run = async (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
  const tool = resolve(import.meta.dirname, "../../tools/dead-letters.ts");
  const options = { env: { ...process.env, KTGG_DATA: product.dataDir } };
  return promisify(execFile)(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", tool, ...args],
    options,
  ).then(
    ({ stdout: out, stderr: err }) => ({ code: 0, out, err }),
    (error: unknown) => {
      const { code, stdout: out, stderr: err } = error as { code: number; stdout: string; stderr: string };
      return { code, out, err };
    },
  );
};

const listed = async (): Promise<Letter[]> => {
  const { code, out, err } = await run("list", "--json");
  assert.equal(code, 0, err);
  return JSON.parse(out) as Letter[];
};

const figureNow = (): number | undefined =>
  figure(product, "ktgg.dead_letters", {
    "messaging.destination.name": "project-events",
    "messaging.destination.subscription.name": "alarm",
  });

/** The figure of the operations comes to say so many. */
const counted = (count: number): Promise<void> =>
  eventually(() => {
    assert.equal(figureNow(), count);
  });

const alarmsAbout = async (projectId: string): Promise<number> =>
  (await alarmsOf(product, people)).filter(({ subject }) => subject === projectId).length;

/** The alarm side has handled all that it was sent. */
const handled = (): Promise<void> =>
  eventually(async () => {
    const { body } = await product.request("GET", product.endpoints.serviceBus.entities);
    const { active } =
      (body as Record<string, { active: number }>)["project-events/Subscriptions/alarm"] ?? {};
    assert.equal(active, 0);
  });

test("a message that no delivery can handle is listed with its reason; mended and replayed it has its effect once, however often", async () => {
  await product.faults("cosmos", [{ kind: "status", operation: "create", status: 503 }]);
  const { projectId } = await createProject(product, people, { projectname: "재전송 지원사업" });
  const [letter, ...others] = await eventually(
    async () => {
      const letters = await listed();
      assert.equal(letters.length, 1);
      return letters;
    },
    { timeoutMs: 120_000 },
  );
  assert.ok(letter?.event);
  assert.equal(others.length, 0);
  assert.deepEqual(
    [letter.place, letter.reason, letter.event.type, letter.event.subject],
    [place, "MaxDeliveryCountExceeded", "ProjectCreated", projectId],
  );

  await counted(1);

  // The handlers that were given up on still try; with their process they are gone.
  await product.kill("functions-host-0");
  await product.faults("cosmos", []);
  assert.equal(await alarmsAbout(projectId), 0);

  const replayed = await run("replay", place, letter.number);
  assert.equal(replayed.code, 0, replayed.err);
  assert.equal(replayed.out.trim(), "1 dead letter replayed.");
  await eventually(async () => {
    assert.equal(await alarmsAbout(projectId), 1);
  });
  assert.deepEqual(await listed(), []);
  await counted(0);

  const again = await run("replay", place, letter.number);
  assert.equal(again.code, 1);
  assert.match(again.err, new RegExp(`There is no dead letter ${letter.number}\\.`));
});

test("what breaks the contract dies by itself, is shown without its persons, and is discarded only when that is meant", async () => {
  const id = randomUUID();
  const broken = { id, type: "ProjectStarted", customername: "김하늘", phone: "010-1234-5678" };
  await publish(product, "project-events", broken);
  const [letter] = await eventually(
    async () => {
      const letters = await listed();
      assert.ok(letters.length > 0);
      return letters;
    },
    { timeoutMs: 60_000 },
  );
  assert.ok(letter);
  await counted(1);
  const shown = await run("show", place, letter.number);
  assert.equal(shown.code, 0, shown.err);
  assert.match(shown.out, new RegExp(id));
  assert.doesNotMatch(shown.out, /김하늘|1234/);

  const refused = await run("show", place, letter.number, "--raw");
  assert.equal(refused.code, 2);
  assert.match(refused.err, /--yes/);
  assert.match((await run("show", place, letter.number, "--raw", "--yes")).out, /김하늘/);

  const unmeant = await run("discard", place, "--all");
  assert.equal(unmeant.code, 2);
  assert.equal((await listed()).length, 1);
  // Counted again each second meanwhile: it is still there.
  assert.equal(figureNow(), 1);
  const discarded = await run("discard", place, "--all", "--yes");
  assert.equal(discarded.out.trim(), "1 dead letter discarded.");
  assert.deepEqual(await listed(), []);
});

test("the same event again under any message id changes nothing", async () => {
  const { projectId, projectname } = await createProject(product, people, { projectname: "두 번 지원사업" });
  await eventually(async () => {
    assert.equal(await alarmsAbout(projectId), 1);
  });
  const [alarm] = (await alarmsOf(product, people)).filter(({ subject }) => subject === projectId);
  const event = {
    id: alarm?.alarmId ?? "",
    type: "ProjectCreated",
    ...{ specversion: "1.0", source: "/contexts/project", subject: projectId, aggregateversion: 1 },
    ...{ time: alarm?.at, datacontenttype: "application/json", correlationid: randomUUID() },
    data: { projectId, projectname, year: 2027, status: "planned" },
  };
  // Another messageId than the first: the bus brings it to every subscription again.
  await publish(product, "project-events", event);
  await handled();
  assert.equal(await alarmsAbout(projectId), 1);
  assert.deepEqual(await listed(), []);
});
