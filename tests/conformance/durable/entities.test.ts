import assert from "node:assert/strict";
import { test } from "node:test";
import { startApp } from "./started-app.ts";

const app = await startApp();
const hub = app.host.durable?.hub;
assert.ok(hub);

type EntityState = { entityExists: boolean; entityState?: unknown };

const entity = (key: string): unknown => ({ entity: { name: "Counter", key } });
const read = (key: string): Promise<EntityState> => app.client("readEntityState", entity(key));
const signal = (key: string, operation: string, input?: unknown): Promise<void> =>
  app.client("signalEntity", entity(key), operation, input);

test("a signal makes an entity and changes it; its state can be read", async () => {
  assert.deepEqual(await read("new"), { entityExists: false });
  await signal("new", "add", 2);
  await signal("new", "add", 3);
  await hub.idle();
  assert.deepEqual(await read("new"), { entityExists: true, entityState: 5 });
});

test("an orchestration calls and signals an entity, and its operations come in that order", async () => {
  assert.deepEqual(await app.run("usesCounter", "ordered"), { value: 8, told: "after" });
});

test("a hundred signals at once are all counted", async () => {
  await Promise.all(Array.from({ length: 100 }, () => signal("many", "add", 1)));
  await hub.idle();
  assert.equal((await read("many")).entityState, 100);
});

test("an entity signals another one", async () => {
  await signal("teller", "addAndTell", 7);
  await hub.idle();
  assert.equal((await read("told")).entityState, 7);
});

test("an operation that throws is thrown into the caller, and the state stays", async () => {
  await signal("bad", "add", 1);
  assert.equal(await app.run("callsBadOperation"), "caught");
  assert.equal((await read("bad")).entityState, 1);
});

test("an entity that destructs is no more", async () => {
  await signal("gone", "add", 1);
  await signal("gone", "delete");
  await hub.idle();
  assert.deepEqual(await read("gone"), { entityExists: false });
});

test("names of entities go without regard to case, keys with it", async () => {
  await signal("Key", "add", 1);
  await hub.idle();
  const lower = await app.client<EntityState>("readEntityState", { entity: { name: "counter", key: "Key" } });
  assert.equal(lower.entityState, 1);
  assert.deepEqual(await read("key"), { entityExists: false });
});

test("the management API lists entities, with their state when asked to", async () => {
  await signal("listed", "add", 4);
  await hub.idle();
  const { webhook, key } = app.host.durable?.address ?? { webhook: "", key: "" };
  const list = async (
    query: string,
  ): Promise<{ entityId: { name: string; key: string }; state: unknown }[]> =>
    (await (await fetch(`${webhook}/entities/Counter?code=${key}${query}`)).json()) as never;
  const found = (await list("&fetchState=true")).find(({ entityId }) => entityId.key === "listed");
  assert.deepEqual(found?.entityId, { name: "counter", key: "listed" });
  assert.equal(found.state, 4);
  assert.ok((await list("")).every(({ state }) => state === null));
});

test("a lock is refused by name: durable-functions needs a newer contract for it", async () => {
  const { runtimeStatus, output } = await app.ended(await app.start("locksCounter"));
  assert.equal(runtimeStatus, "Failed");
  assert.match(String(output), /lock requires .* schema V4/);
});
