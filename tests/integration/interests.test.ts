import assert from "node:assert/strict";
import { test } from "node:test";
import { cosmosInterests, interestIdOf } from "../../functions/interest/interests.ts";
import { IdempotencyKeyReused } from "../../shared/domain/errors.ts";
import { newId } from "../../shared/domain/ids.ts";
import { startedCosmos } from "./started-cosmos.ts";

const cosmos = await startedCosmos();
const at = new Date("2027-03-02T01:00:00.000Z");

const interests = cosmosInterests(cosmos.container("interest"));

const save = (customerId: string, projectname: string, phone = "010-0000-0001") => {
  const interestId = interestIdOf(customerId, projectname);
  return interests.execute(
    interestId,
    {
      type: "CreateInterest",
      interestId,
      customerId,
      projectname,
      said: { interest: 1, customername: "김하늘", phone },
      at,
    },
    { origin: { at, correlationid: "correlation-1" }, expectNew: true },
  );
};

test("saving an interest again, also many times at once, leaves one", async () => {
  const customerId = newId();
  const saved = await Promise.all(
    Array.from({ length: 5 }, (_, index) => save(customerId, "가", `010-0000-000${index}`)),
  );
  assert.equal(saved.filter(({ created }) => created).length, 1);
  assert.deepEqual(
    saved.map(({ version }) => version).toSorted((one, two) => one - two),
    [1, 2, 3, 4, 5],
  );
});

test("a key that was claimed may be claimed again for the same request, and for no other", async () => {
  const key = newId();
  await interests.claimKey({ key, fingerprint: "one" });
  await interests.claimKey({ key, fingerprint: "one" });
  await assert.rejects(interests.claimKey({ key, fingerprint: "two" }), IdempotencyKeyReused);
  await interests.claimKey({ key: newId(), fingerprint: "two" });
  const [claim] = await cosmos.documents("interest", `key-${key}`);
  assert.equal(claim?.["ttl"], 7 * 24 * 60 * 60);
});

test("of two requests that claim one key at once, one is refused", async () => {
  const key = newId();
  const outcomes = await Promise.allSettled(
    ["one", "two"].map((fingerprint) => interests.claimKey({ key, fingerprint })),
  );
  const refused = outcomes.flatMap((outcome) =>
    outcome.status === "rejected" ? [outcome.reason as unknown] : [],
  );
  assert.equal(refused.length, 1);
  assert.ok(refused[0] instanceof IdempotencyKeyReused);
});

test("a claim whose answer was lost is the caller's own", async () => {
  const key = newId();
  await cosmos.fault({ kind: "drop", operation: "create", times: 1 });
  await interests.claimKey({ key, fingerprint: "one" }).catch(() => undefined);
  await cosmos.faultHit();
  await interests.claimKey({ key, fingerprint: "one" });
});
