import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startProduct } from "./product.ts";
import type { Product } from "./product.ts";

// The limits as they are deployed, with one made small enough to wait for.
const root = resolve(import.meta.dirname, "../..");
const policy = JSON.parse(readFileSync(join(root, "infra/gateway.json"), "utf8")) as {
  limits: { callers: { role: string; calls: number; seconds: number }[] };
};
const customers = policy.limits.callers.find(({ role }) => role === "Customer") ?? assert.fail();
Object.assign(customers, { calls: 5, seconds: 3 });

const folder = mkdtempSync(join(tmpdir(), "ktgg-gateway-policy-"));
let product: Product;
let url: string;

before(async () => {
  const file = join(folder, "gateway.json");
  writeFileSync(file, JSON.stringify(policy));
  product = await startProduct({ env: { GATEWAY_POLICY: file } });
  url = product.endpoints.gateway;
});
after(async () => {
  await product.stop();
  rmSync(folder, { recursive: true });
});

test("a customer who asks too often is told how long to wait, waits so long, and is served again", async () => {
  const token = await product.token("customer-1", ["Customer"]);
  const ask = () => product.request("GET", `${url}/projects`, { token });
  for (let call = 0; call < customers.calls; call += 1) assert.equal((await ask()).status, 200);
  const refused = await ask();
  assert.equal(refused.status, 429);
  assert.match(refused.headers.get("content-type") ?? "", /^application\/problem\+json/);
  assert.equal((refused.body as { type: string }).type, "urn:ktgg:problem:too-many-requests");
  const wait = Number(refused.headers.get("retry-after"));
  assert.ok(wait >= 1 && wait <= customers.seconds, `${wait} seconds`);
  const direct = await product.request("GET", "/projects", { token });
  assert.equal(direct.status, 200, "the app itself knows no limits");
  await sleep(wait * 1000);
  assert.equal((await ask()).status, 200);
});

test("a command through the gateway is the app's own answer, under the caller's correlation id", async () => {
  const token = await product.token("staff-1", ["Staff"]);
  const created = await product.request("POST", `${url}/projects`, {
    token,
    body: { projectname: "이음5G 실증사업", year: 2027 },
    headers: { "x-correlation-id": "through-the-gateway" },
  });
  assert.equal(created.status, 201);
  assert.equal(created.headers.get("x-correlation-id"), "through-the-gateway");
  const where = new URL(created.headers.get("location") ?? "", url).href;
  const read = await product.request("GET", where, { token });
  assert.equal(read.status, 200, `${where} leads back through the gateway`);
  assert.equal(read.headers.get("etag"), created.headers.get("etag"));
  const stale = await product.request("PATCH", where, {
    token,
    body: { host: "과학기술정보통신부" },
    headers: { "if-match": '"99"' },
  });
  assert.equal(stale.status, 412);
});

test("what is between our own apps is not there from outside, and the docs are", async () => {
  const token = await product.token("staff-1", ["Staff"]);
  const headers = { "x-functions-key": "local-function-key" };
  assert.equal((await product.request("POST", `${url}/alarms`, { token, body: {}, headers })).status, 404);
  assert.equal((await product.request("POST", `${product.api}/alarms`, { body: {}, headers })).status, 400);
  assert.equal((await product.request("GET", `${url}/docs`)).status, 200);
  assert.equal((await product.request("GET", `${url}/health/ready`)).status, 200);
});
