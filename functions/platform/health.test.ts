import assert from "node:assert/strict";
import { test } from "node:test";
import { Unauthenticated } from "../../shared/identity/verifier.ts";
import { capturedRoutes } from "./routes.fake.ts";
import { healthRoutes } from "./health.ts";
import type { Dependency } from "./readiness.ts";
import { readinessOf } from "./readiness.ts";

const at = "https://ktgg.example/api/health/ready";
const staff = { authorization: "Bearer staff" };

const asked = async (
  dependencies: Dependency[],
  headers: Record<string, string> = {},
): Promise<{ status: number | undefined; body: unknown; headers: Record<string, string> }> => {
  const { endpoint, get } = capturedRoutes();
  healthRoutes(
    endpoint,
    () => Promise.resolve(readinessOf(dependencies)),
    (authorization) =>
      authorization === "Bearer staff"
        ? Promise.resolve({ id: "staff-1", roles: ["Staff"] })
        : authorization === "Bearer customer"
          ? Promise.resolve({ id: "customer-1", roles: ["Customer"] })
          : Promise.reject(new Unauthenticated("The token is not valid here.")),
  );
  const answer = await get("healthReady", at, headers);
  return {
    status: answer.status,
    body: JSON.parse(answer.body as string),
    headers: answer.headers as Record<string, string>,
  };
};

const up = (name: string, needed = true): Dependency => ({ name, needed, state: "up", latencyMs: 3 });
const down = (name: string, needed = true): Dependency => ({ name, needed, state: "down", latencyMs: 2000 });
const well = [up("cosmos"), up("serviceBus", false), up("identity")];

test("a stranger learns one word", async () => {
  const { status, body } = await asked(well);
  assert.equal(status, 200);
  assert.deepEqual(body, { status: "ready" });
});

test("staff see the dependencies", async () => {
  const { body } = await asked(well, staff);
  assert.deepEqual(body, { status: "ready", dependencies: well });
});

for (const token of ["customer", "forged"]) {
  test(`with a ${token} token there are no details, and still an answer`, async () => {
    const { status, body } = await asked(well, { authorization: `Bearer ${token}` });
    assert.equal(status, 200);
    assert.deepEqual(body, { status: "ready" });
  });
}

test("without the bus the app is ready all the same: commands work, their events follow", async () => {
  const { status, body } = await asked([up("cosmos"), down("serviceBus", false), up("identity")]);
  assert.equal(status, 200);
  assert.deepEqual(body, { status: "degraded" });
});

for (const name of ["cosmos", "identity"]) {
  test(`without ${name} the app is not ready, and says when to ask again`, async () => {
    const { status, body, headers } = await asked([down(name)]);
    assert.equal(status, 503);
    assert.deepEqual(body, { status: "unavailable" });
    assert.equal(headers["retry-after"], "5");
  });
}

test("with the identity provider down nobody can prove to be staff", async () => {
  const { status, body } = await asked([up("cosmos"), down("identity")], staff);
  assert.equal(status, 503);
  assert.deepEqual(body, { status: "unavailable" });
});

test("a process that runs is live", async () => {
  const { endpoint, get } = capturedRoutes();
  const notToBeAsked = (): Promise<never> => Promise.reject(new Error("Not to be asked."));
  healthRoutes(endpoint, notToBeAsked, notToBeAsked);
  const answer = await get("healthLive", "https://ktgg.example/api/health/live");
  assert.equal(answer.status, 200);
  assert.deepEqual(JSON.parse(answer.body as string), { status: "live" });
});
