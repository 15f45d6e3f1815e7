import assert from "node:assert/strict";
import { after, test } from "node:test";
import { eventually } from "./eventually.ts";
import { startProduct } from "./product.ts";

const product = await startProduct();
after(() => product.stop());

/** Asks until the app says so: an answer is kept for 5 seconds. */
const becomes = (status: number, body: object): Promise<void> =>
  eventually(async () => {
    const answer = await product.request("GET", "/health/ready");
    assert.deepEqual({ status: answer.status, body: answer.body }, { status, body });
  });

const create = async (): Promise<number> => {
  const token = await product.token("staff-1", ["Staff"]);
  const body = { projectname: "이음5G 융합서비스 실증사업", year: 2027 };
  return (await product.request("POST", "/projects", { token, body })).status;
};

test("the app is ready while commands work: degraded without Service Bus, not ready without Cosmos DB, and back", async () => {
  await becomes(200, { status: "ready" });
  const staff = await product.token("staff-1", ["Staff"]);
  const { body } = await product.request("GET", "/health/ready", { token: staff });
  assert.deepEqual(
    (body as { dependencies: { name: string; state: string }[] }).dependencies.map(({ name, state }) => [
      name,
      state,
    ]),
    [
      ["cosmos", "up"],
      ["serviceBus", "up"],
      ["identity", "up"],
    ],
  );

  await product.faults("serviceBus", [{ kind: "refuse" }]);
  await becomes(200, { status: "degraded" });
  assert.equal(await create(), 201);

  await product.faults("cosmos", [{ kind: "refuse" }]);
  await becomes(503, { status: "unavailable" });
  // Starting the process again would mend nothing.
  assert.deepEqual((await product.request("GET", "/health/live")).body, { status: "live" });

  await product.faults("serviceBus", []);
  await product.faults("cosmos", []);
  await becomes(200, { status: "ready" });
  assert.equal(await create(), 201);
});
