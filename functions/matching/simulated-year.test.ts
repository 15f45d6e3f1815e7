import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import type { SimulatedWorld, SimulatedYear } from "./simulated-year.fake.ts";

const consultations = 50_000;

const simulated = async (world: SimulatedWorld): Promise<SimulatedYear> => {
  const thread = new Worker(new URL("./simulated-year.fake.ts", import.meta.url), { workerData: world });
  const [year] = (await once(thread, "message")) as [SimulatedYear];
  await thread.terminate();
  return year;
};

const finals = new Set(["canceled", "success", "fail"]);

test(`a year of ${consultations} consultations loses none of them, and no place of anybody's capacity`, async (t) => {
  const seed = 20_270_101;
  const began = performance.now();
  const year = await simulated({ seed, consultations });
  const { consultations: all, overfull, withoutPlace, atYearsEnd } = year;
  const states = new Map(year.matches.map((match) => [match.id, match]));
  const steps = Object.groupBy(all, ({ step }) => step);
  t.diagnostic(
    `seed ${seed}; ${Math.round(performance.now() - began)} ms; open at the year's end: ${atYearsEnd}; ` +
      Object.entries(steps)
        .map(([step, some]) => `${step} ${some.length}`)
        .join(", "),
  );
  const tries = Object.groupBy(
    year.matches.flatMap(({ outcomes }) => outcomes),
    (outcome) => outcome,
  );
  t.diagnostic(
    `tries: ${Object.entries(tries)
      .map(([outcome, some]) => `${outcome} ${some.length}`)
      .join(", ")}`,
  );
  assert.deepEqual(year.failures, []);
  assert.equal(all.length, consultations);
  assert.deepEqual(overfull, [], "somebody was given more than his capacity");

  assert.deepEqual(withoutPlace, [], "somebody accepted what he had no place for any more");

  const visible = new Set(["matched", "waiting", "escalated"]);
  for (const consultation of all) {
    const match = states.get(consultation.consultationId);
    assert.ok(match, "every consultation has its match");
    if (finals.has(consultation.step)) {
      assert.equal(match.state, "closed");
      assert.equal(match.ending, consultation.step);
    } else {
      assert.ok(visible.has(match.state), `${consultation.consultationId} is ${match.state}`);
    }
    if (match.accepted) assert.equal(match.salesmanId, consultation.matchedsalesman);
  }
  const open = all.filter(({ step }) => step === "requested").map(({ consultationId }) => consultationId);
  assert.deepEqual(year.running.toSorted(), open.toSorted(), "exactly the undecided ones have an instance");

  const truth = new Map<string, Set<string>>();
  const serves = (id: string | null, consultationId: string): void => {
    if (id !== null) truth.set(id, (truth.get(id) ?? new Set()).add(consultationId));
  };
  for (const { consultationId, step, matchedsalesman, matchedconsultant } of all) {
    if (finals.has(step)) continue;
    serves(matchedsalesman, consultationId);
    serves(matchedconsultant, consultationId);
    serves(states.get(consultationId)?.salesmanId ?? null, consultationId);
    serves(states.get(consultationId)?.consultantId ?? null, consultationId);
  }
  for (const { salesmanId, serving } of year.people) {
    assert.deepEqual(serving.toSorted(), [...(truth.get(salesmanId) ?? [])].toSorted(), salesmanId);
  }
  for (const outcome of ["accepted", "passed", "handed back", "rejected", "replaced", "nobody"] as const) {
    assert.ok((tries[outcome]?.length ?? 0) > 0, `the year had no try that was ${outcome}`);
  }
  assert.ok((steps.success?.length ?? 0) > consultations / 3, "most of it is business as usual");
});
