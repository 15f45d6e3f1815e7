import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { everything, recovery, register, salesman, type Consultation } from "./consultation-story.ts";
import { eventually } from "./eventually.ts";
import { startProduct } from "./product.ts";
import { counts, createProject, expect, peopleOf, saveInterest, startProject } from "./story.ts";

// The views as the pages read them: at once after one's own command, and true in the end whatever dies meanwhile.
const product = await startProduct();
after(() => product.stop());
const people = await peopleOf(product);
await register(product, people, { "view-1": { capacity: 500 }, "view-2": { capacity: 500 } });

type Interest = { projectname: string; interest: number; etag: string; project: { status: string } | null };
type Statistics = {
  asOf: string;
  interested: number;
  consultations: Record<string, number>;
  sms: Record<string, number>;
  days: Record<string, number>[];
};

const get = async (token: string, path: string): Promise<unknown> =>
  expect(await product.request("GET", path, { token }), 200).body;
const versionOf = (etag: string | null | undefined): number => Number(etag?.replaceAll('"', ""));
const statistics = async (): Promise<Statistics> =>
  (await get(people.staff, "/staff/statistics?days=2")) as Statistics;

test("what a person's own command has changed is in the very next answer", async () => {
  const token = await people.customer(1);
  for (let number = 0; number < 20; number++) {
    const projectname = `바로 사업 ${number}`;
    const saved = await saveInterest(product, people, 1, { projectname, phone: "010-1111-0001" });
    const find = async (): Promise<Interest | undefined> =>
      (await everything<Interest>(product, token, "/me/interests?")).find(
        (one) => one.projectname === projectname,
      );
    // The match may be saved on it at any moment: then the version is a later one than the customer's own.
    assert.equal((await find())?.interest, 1);
    const { interestId } = saved.body as { interestId: string };
    const body = { interest: 0 };
    const changed = await product.request("PATCH", `/interests/${interestId}`, { token, body });
    const version = versionOf(expect(changed, 200).headers.get("etag"));
    const seen = await find();
    assert.equal(seen?.interest, 0);
    assert.ok(versionOf(seen.etag) >= version, `${seen.etag} is older than ${version}`);
  }
  const body = { projectname: "바로 사업 0", phone: "010-1111-0001", content: "문의" };
  const asked = await product.request("POST", "/consultations", { token, body });
  const { consultationId } = expect(asked, 201, 202).body as Consultation;
  const mine = () => everything<Consultation>(product, token, "/me/consultations?");
  const [first, ...more] = await mine();
  assert.deepEqual([first?.consultationId, more], [consultationId, []]);
  // The match is not the customer's own change: when the events were faster than the answer, they bring it.
  const matchedsalesman = await eventually(async () => {
    const who = (await mine())[0]?.matchedsalesman;
    assert.ok(who);
    return who;
  }, recovery);
  const by = await salesman(product, matchedsalesman);
  await eventually(async () => {
    assert.equal((await everything(product, by, "/me/assignments?")).length, 1);
  });
  for (const [path, step] of [
    ["accept", "accepted"],
    ["progress", "in progress"],
  ] as const) {
    const answer = await product.request("POST", `/consultations/${consultationId}/${path}`, {
      token: by,
      ...(path === "progress" && { body: { step } }),
    });
    const etag = expect(answer, 200).headers.get("etag");
    const [assignment] = await everything<Consultation & { etag: string }>(product, by, "/me/assignments?");
    assert.deepEqual([assignment?.step, assignment?.etag], [step, etag]);
  }
});

test("the app is killed again and again under load: nothing is lost in the figures, and nothing is counted twice", async () => {
  const projectname = "사망 사업";
  const { projectId } = await createProject(product, people, { projectname });
  const before = await settled();
  const load = async (number: number): Promise<void> => {
    const token = await people.customer(number);
    const body = { projectname, phone: `010-2222-${String(number).padStart(4, "0")}` };
    const headers = { "idempotency-key": `dies-${number}` };
    const send = (path: string, more = {}): Promise<void> =>
      eventually(async () => {
        const options = { token, headers, body: { ...body, ...more } };
        expect(await product.request("POST", path, options), 200, 201, 202);
      }, recovery);
    await send("/interests");
    if (number % 3 === 0) await send("/consultations", { projectId, content: "문의" });
  };
  const numbers = Array.from({ length: 60 }, (_, index) => 300 + index);
  const rest = numbers.values();
  const customers = Array.from({ length: 4 }, async () => {
    for (const number of rest) await load(number);
  });
  for (let kill = 0; kill < 3; kill++) await product.kill("functions-host-0");
  await Promise.all(customers);
  await startProject(product, people, projectId);
  // Its SMS go out page by page; between two of them nobody waits for one.
  await eventually(async () => {
    assert.equal((await counts(product, people, projectId)).counts["sent"], 60);
  }, recovery);
  const all = await settled(before);

  const one = (await get(people.staff, `/staff/projects/${projectId}/statistics`)) as Statistics & {
    thisYear: { consultations: Record<string, number> };
  };
  assert.deepEqual([one.interested, all.interested - before.interested], [60, 60]);
  assert.deepEqual(one.sms, (await counts(product, people, projectId)).counts);
  assert.deepEqual(one.thisYear.consultations, one.consultations);
  assert.equal(one.consultations["requested"], 20);
  assert.equal(one.sms["sent"], 60);
  const { items } = (await get(people.staff, "/staff/statistics/projects?sort=interested&limit=1")) as {
    items: { projectname: string; interested: number }[];
  };
  assert.deepEqual([items[0]?.projectname, items[0]?.interested], [projectname, one.interested]);
});

/** The consultations by step, as the core context has them. */
const steps = async (): Promise<Record<string, number>> => {
  const all = await everything<Consultation>(product, people.staff, "/staff/consultations?");
  const found: Record<string, number> = {};
  for (const { step } of all) found[step] = (found[step] ?? 0) + 1;
  return found;
};

/** The figures once they say what the core contexts have, and are younger than that. */
const settled = (before?: Statistics): Promise<Statistics> =>
  eventually(async () => {
    const asked = new Date().toISOString();
    const known = await steps();
    const figures = await statistics();
    assert.ok(figures.asOf > asked, `as of ${figures.asOf}`);
    for (const [step, count] of Object.entries(figures.consultations))
      assert.equal(count, known[step] ?? 0, step);
    if (before) assert.ok((figures.sms["sent"] ?? 0) > (before.sms["sent"] ?? 0));
    assert.equal(figures.sms["waiting"], 0);
    return figures;
  }, recovery);

test("npm run rebuild makes both views anew while the product runs, and says what it did", async () => {
  const tool = resolve(import.meta.dirname, "../../tools/rebuild.ts");
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, ["--disable-warning=ExperimentalWarning", tool, ...args], {
      env: { ...process.env, KTGG_DATA: product.dataDir },
    });
  const before = await statistics();
  for (const view of ["customer", "staff"]) {
    const { stdout } = await run(view);
    assert.match(stdout, new RegExp(`^The ${view} view is rebuilt from \\d+ events in `));
  }
  const { asOf: then, ...figures } = before;
  await eventually(async () => {
    const { asOf, ...now } = await statistics();
    assert.deepEqual(now, figures);
    assert.ok(asOf > then);
  });
  const token = await people.customer(1);
  assert.equal((await everything(product, token, "/me/interests?")).length, 20);
  await assert.rejects(run("nothing"), /There is no view nothing/);
});
