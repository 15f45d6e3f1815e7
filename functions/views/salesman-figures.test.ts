import assert from "node:assert/strict";
import { test } from "node:test";
import type { ConsultationEvent, ConsultationFacts } from "./consultation-facts.ts";
import { withEvent } from "./consultation-facts.ts";
import { consultationHistory } from "./events.fake.ts";
import { withAssignments, type SalesmanPartitionDocument } from "./salesman-figures.ts";

test("facts of an older revision, from a feed that was overtaken, count nothing back", () => {
  const history = consultationHistory("c1", [
    { turn: "give", to: "s1", consultant: null },
    { turn: "step", to: "accepted" },
  ]) as ConsultationEvent[];
  const known = history.map((newest, index) => ({
    consultationId: "c1",
    revision: index + 1,
    facts: history.slice(0, index + 1).reduce<ConsultationFacts | undefined>(withEvent, undefined),
    newest,
  }));
  const after = (
    documents: ReadonlyMap<string, SalesmanPartitionDocument>,
    index: number,
  ): ReadonlyMap<string, SalesmanPartitionDocument> => {
    const one = known[index];
    assert.ok(one?.facts);
    const changed = withAssignments("p", "s1", [{ ...one, facts: one.facts }])(documents);
    assert.ok("documents" in changed);
    return new Map([...documents, ...changed.documents.map((document) => [document.id, document] as const)]);
  };
  const both = after(new Map(), 2);
  assert.equal(both.get("salesman")?.counts["accepted"], 1);
  assert.deepEqual(after(both, 1), both);
});
