import assert from "node:assert/strict";
import test from "node:test";
import { TriggerOperation, TriggerType } from "@azure/cosmos";
import { startCosmos } from "../../../local/cosmos/server.ts";
import { signedFetch } from "./signed-fetch.ts";
import { clientOf, startedCosmos, status, tempDir } from "./started.ts";

test("a database is created, read, listed and deleted", async (t) => {
  const { client } = await startedCosmos(t);
  const { database, statusCode } = await client.databases.create({ id: "한국 db" });
  assert.equal(statusCode, 201);
  const { resource } = await database.read();
  assert.equal(resource?.id, "한국 db");
  const { resources } = await client.databases.readAll().fetchAll();
  assert.deepEqual(resources.map(({ id }) => id).sort(), ["ktgg", "한국 db"].sort());
  await database.delete();
  await assert.rejects(database.read(), status(404));
});

test("createIfNotExists finds what is there and creates what is not", async (t) => {
  const { client } = await startedCosmos(t);
  const first = await client.databases.createIfNotExists({ id: "new" });
  const second = await client.databases.createIfNotExists({ id: "new" });
  assert.deepEqual([first.statusCode, second.statusCode], [201, 200]);
  const containers = client.database("new").containers;
  const definition = { id: "things", partitionKey: { paths: ["/pk"] } };
  assert.equal((await containers.createIfNotExists(definition)).statusCode, 201);
  assert.equal((await containers.createIfNotExists(definition)).statusCode, 200);
});

test("an id that is taken is a conflict (409)", async (t) => {
  const { client, container } = await startedCosmos(t);
  await assert.rejects(client.databases.create({ id: "ktgg" }), status(409));
  await assert.rejects(
    container.database.containers.create({ id: "things", partitionKey: { paths: ["/pk"] } }),
    status(409),
  );
});

test("a container keeps and answers the settings that it does not act on", async (t) => {
  const { container } = await startedCosmos(t, {
    indexingPolicy: {
      indexingMode: "consistent",
      includedPaths: [{ path: "/a/?" }],
      excludedPaths: [{ path: "/*" }],
    },
    conflictResolutionPolicy: { mode: "LastWriterWins", conflictResolutionPath: "/_ts" },
  });
  const { resource } = await container.read();
  assert.deepEqual(resource?.indexingPolicy?.includedPaths, [{ path: "/a/?" }]);
  assert.equal(resource.conflictResolutionPolicy?.conflictResolutionPath, "/_ts");
  assert.deepEqual(resource.partitionKey, { paths: ["/pk"], kind: "Hash", version: 2 });
});

test("a container's TTL and indexing policy can be replaced, its partition key cannot", async (t) => {
  const { container } = await startedCosmos(t);
  const replaced = await container.replace({
    id: "things",
    partitionKey: { paths: ["/pk"] },
    defaultTtl: 60,
    indexingPolicy: { indexingMode: "none", automatic: false },
  });
  assert.equal(replaced.resource?.defaultTtl, 60);
  assert.equal((await container.read()).resource?.indexingPolicy?.indexingMode, "none");
  await assert.rejects(container.replace({ id: "things", partitionKey: { paths: ["/other"] } }), status(400));
});

test("a deleted container is gone with its documents, and its name is free again", async (t) => {
  const { container } = await startedCosmos(t);
  await container.items.create({ id: "1", pk: "a" });
  await container.delete();
  await assert.rejects(container.items.query("SELECT * FROM c").fetchAll(), status(404));
  await container.database.containers.create({ id: "things", partitionKey: { paths: ["/pk"] } });
  assert.deepEqual((await container.items.query("SELECT * FROM c").fetchAll()).resources, []);
});

test("containers are listed", async (t) => {
  const { container } = await startedCosmos(t);
  await container.database.containers.create({ id: "more", partitionKey: { paths: ["/pk"] } });
  const { resources } = await container.database.containers.readAll().fetchAll();
  assert.deepEqual(resources.map(({ id }) => id).sort(), ["more", "things"]);
});

test("a wrong key is refused with 401", async (t) => {
  const { server } = await startedCosmos(t);
  const stranger = clientOf(t, {
    endpoint: server.endpoint,
    key: Buffer.from("another key").toString("base64"),
  });
  await assert.rejects(stranger.database("ktgg").read(), status(401));
});

test("a key of one's own is taken", async (t) => {
  const key = Buffer.from("a key of my own").toString("base64");
  const server = await startCosmos({ port: 0, dataDir: tempDir(t), key });
  t.after(() => server.close());
  assert.equal((await clientOf(t, server).databases.create({ id: "mine" })).statusCode, 201);
  assert.match(server.connectionString, /^AccountEndpoint=http:.*;AccountKey=/);
});

test("a request without a signature is refused with 401, one with an old date with 403", async (t) => {
  const { server } = await startedCosmos(t);
  assert.equal((await fetch(`${server.endpoint}dbs/ktgg`)).status, 401);
  const anHourAgo = new Date(Date.now() - 3_600_000);
  const old = await signedFetch(server, { method: "GET", path: "dbs/ktgg", date: anHourAgo });
  assert.equal(old.status, 403);
  assert.equal((await signedFetch(server, { method: "GET", path: "dbs/ktgg" })).status, 200);
});

test("what Azure has and this server has not is refused by its name", async (t) => {
  const { container } = await startedCosmos(t);
  const { scripts, database } = container;
  const body = "function f() {}";
  const create = (extra: object): Promise<unknown> =>
    database.containers.create({ id: "new", partitionKey: { paths: ["/pk"] }, ...extra });
  const cases: [() => Promise<unknown>, RegExp][] = [
    [() => scripts.storedProcedures.create({ id: "sp", body }), /stored procedure/],
    [
      () =>
        scripts.triggers.create({
          id: "t",
          body,
          triggerOperation: TriggerOperation.All,
          triggerType: TriggerType.Pre,
        }),
      /trigger/,
    ],
    [() => scripts.userDefinedFunctions.create({ id: "u", body }), /user-defined function/],
    [() => container.conflicts.readAll().fetchAll(), /conflict/],
    [() => database.users.create({ id: "u" }), /user/],
    [() => container.readOffer(), /throughput/],
    [() => container.items.create({ id: "1", pk: "a" }, { preTriggerInclude: ["t"] }), /trigger/],
    [() => create({ uniqueKeyPolicy: { uniqueKeys: [{ paths: ["/email"] }] } }), /unique key/i],
    [() => create({ partitionKey: { paths: ["/a", "/b"], kind: "MultiHash", version: 2 } }), /hierarchical/],
    [() => create({ vectorEmbeddingPolicy: { vectorEmbeddings: [{ path: "/v" }] } }), /vector/],
    [() => create({ fullTextPolicy: { defaultLanguage: "en-US" } }), /full text/],
  ];
  for (const [work, name] of cases) await assert.rejects(work(), status(400, name));
});
