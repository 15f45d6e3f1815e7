import assert from "node:assert/strict";
import { glob, readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { contexts } from "../../functions/contexts.ts";
import { committedRoutes, routesByContext } from "../../tools/routes.ts";
import { deployments, infraTest } from "./deployment.ts";

// infra/topology.json is the one list. Here it is held against who uses it: the app's functions and queries, the local Azure,
// the official emulator and Bicep.
type Paths = { path: string }[];
type Container = {
  name: string;
  partitionKey: string;
  defaultTtl?: number;
  contexts: string[];
  readBy?: string[];
  indexingPolicy: { includedPaths: Paths; excludedPaths: Paths };
};
type Receiving = { name: string; lockDuration: string; maxDeliveryCount: number; subjects?: string[] };
type Topic = {
  name: string;
  publisher: string;
  defaultMessageTimeToLive: string;
  duplicateDetectionHistoryTimeWindow: string;
  subscriptions: Receiving[];
};
type Queue = Receiving & Omit<Topic, "subscriptions" | "publisher"> & { contexts: string[] };

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string): Promise<string> => readFile(path.join(root, file), "utf8");
const json = async <Content>(file: string): Promise<Content> => JSON.parse(await read(file)) as Content;

const { cosmos, serviceBus } = await json<{
  cosmos: { database: string; containers: Container[] };
  serviceBus: { queues: Queue[]; topics: Topic[] };
}>("infra/topology.json");

type Binding = Record<string, unknown> & { type: string };
const functions =
  await json<{ name: string; contexts: string[]; bindings: Record<string, Binding> }[]>(
    "dist/functions.json",
  );
const bindings = (type: string) =>
  functions.flatMap(({ name, contexts: of, bindings: all }) =>
    Object.values(all)
      .filter((binding) => binding.type === type)
      .map((binding) => ({ name, contexts: of, binding })),
  );

const container = (name: unknown): Container => {
  const found = cosmos.containers.find((one) => one.name === name);
  assert.ok(found, `infra/topology.json has no container ${String(name)}`);
  return found;
};

/** Every file of a context, but for its tests. */
const sources = async (): Promise<{ context: string; text: string }[]> => {
  const found: { context: string; text: string }[] = [];
  for (const context of contexts) {
    for await (const file of glob(`functions/${context}/**/*.ts`, { cwd: root })) {
      if (!/\.(test|fake)\.ts$/.test(file)) found.push({ context, text: await read(file) });
    }
  }
  return found;
};

test("every change-feed function reads a container that its context has or may follow, and keeps its leases where it may", () => {
  const feeds = bindings("cosmosDBTrigger");
  assert.ok(feeds.length >= 5);
  for (const { name, contexts: of, binding } of feeds) {
    for (const context of of) {
      const read = container(binding["containerName"]);
      assert.ok([...read.contexts, ...(read.readBy ?? [])].includes(context), name);
      assert.ok(container(binding["leaseContainerName"]).contexts.includes(context), name);
    }
  }
});

test("every subscription feeds the context that it is named after, and every function is fed by one that is there", () => {
  const consumed = bindings("serviceBusTrigger")
    .filter(({ binding }) => binding["topicName"] !== undefined)
    .map(
      ({ contexts: of, binding }) =>
        `${String(binding["topicName"])}/${of.join()}/${String(binding["subscriptionName"])}`,
    );
  const declared = serviceBus.topics.flatMap(({ name, subscriptions }) =>
    subscriptions.map((subscription) => `${name}/${subscription.name}/${subscription.name}`),
  );
  assert.deepEqual(consumed.toSorted(), declared.toSorted());
});

test("every queue is read by the contexts that it lists", () => {
  const consumed = bindings("serviceBusTrigger")
    .filter(({ binding }) => binding["queueName"] !== undefined)
    .map(({ contexts: of, binding }) => `${String(binding["queueName"])}: ${of.join()}`);
  assert.deepEqual(
    consumed,
    serviceBus.queues.map((queue) => `${queue.name}: ${queue.contexts.join()}`),
  );
});

test("a context opens its own containers, and sends to its own topics and queues", async () => {
  const opened = new Set<string>();
  const sent = new Set<string>();
  for (const { context, text } of await sources()) {
    for (const [, name] of text.matchAll(/\.container\("([\w-]+)"\)/g))
      opened.add(`${context} ${String(name)}`);
    for (const [, name] of text.matchAll(/outbound\(\s*\w+,\s*"([\w-]+)"/g))
      sent.add(`${context} ${String(name)}`);
  }
  const own = cosmos.containers.filter(({ name }) => name !== "leases");
  assert.deepEqual(
    [...opened].toSorted(),
    own.flatMap(({ name, contexts: of }) => of.map((context) => `${context} ${name}`)).toSorted(),
  );
  const declared = [
    ...serviceBus.topics.map(({ name, publisher }) => `${publisher} ${name}`),
    ...serviceBus.queues.flatMap(({ name, contexts: of }) => of.map((context) => `${context} ${name}`)),
  ];
  assert.deepEqual([...sent].toSorted(), declared.toSorted());
});

test("every property that a query asks for is indexed, and nothing is that nobody asks for", async () => {
  const asked = new Map<string, Set<string>>();
  const words = new Map<string, Set<string>>();
  for (const { context, text } of await sources()) {
    const properties = asked.get(context) ?? new Set();
    for (const [literal] of text.matchAll(/"[^"\n]*\bc\.[^"\n]*"|`[^`]*\bc\.[^`]*`/g)) {
      for (const [, property = ""] of literal.matchAll(/(?<![\w$])c\.([a-zA-Z]\w*(?:\.[a-zA-Z]\w*)*)/g)) {
        if (!free.has(property)) properties.add(property);
      }
      // A property that is named when the query is made: it is a word of the context's code.
      if (literal.includes("c.${")) words.set(context, new Set(text.match(/\w+/g)));
    }
    asked.set(context, properties);
  }
  assert.ok(asked.size >= 4);
  const own = cosmos.containers.filter((one) => one.name !== "leases");
  const paths = ({ indexingPolicy }: Container) =>
    indexingPolicy.includedPaths.map((included) => included.path);
  for (const [context, properties] of asked) {
    const indexed = own.filter((one) => one.contexts.includes(context)).flatMap(paths);
    for (const property of properties) {
      assert.ok(
        indexed.some((one) => covers(one, property)),
        `${context}: no index for c.${property}`,
      );
    }
  }
  for (const one of own) {
    assert.deepEqual(one.indexingPolicy.excludedPaths, [{ path: "/*" }], one.name);
    const key = `${one.partitionKey}/?`;
    assert.ok(paths(one).includes(key), `${one.name}: the partition key is not indexed by itself`);
    const needed = one.contexts.flatMap((context) => [...(asked.get(context) ?? [])]);
    const named = (included: string) =>
      one.contexts.some((context) => words.get(context)?.has(/(\w+)\/[?*]$/.exec(included)?.[1] ?? ""));
    for (const included of paths(one).filter((one) => one !== key)) {
      assert.ok(
        needed.some((property) => covers(included, property)) || named(included),
        `${one.name}: nobody asks for ${included}`,
      );
    }
  }
});

// Always indexed; and what a query only answers with.
const free = new Set(["id", "aggregateId", "partition", "_ts", "state", "version"]);

const covers = (included: string, property: string): boolean => {
  const asked = `/${property.replaceAll(".", "/")}`;
  return included.endsWith("/*") ? asked.startsWith(included.slice(0, -1)) : included === `${asked}/?`;
};

test("the official emulator filters by the same subjects", async () => {
  type Rule = { Properties: { CorrelationFilter: { Label: string } } };
  const config = await json<{
    UserConfig: {
      Namespaces: { Topics: { Name: string; Subscriptions: { Name: string; Rules?: Rule[] }[] }[] }[];
    };
  }>("infra/emulator/service-bus.json");
  const filtered = config.UserConfig.Namespaces.flatMap(({ Topics }) => Topics).flatMap((topic) =>
    topic.Subscriptions.map(({ Name, Rules = [] }) => [
      `${topic.Name}/${Name}`,
      Rules.map(({ Properties }) => Properties.CorrelationFilter.Label),
    ]),
  );
  assert.deepEqual(
    filtered,
    serviceBus.topics.flatMap(({ name, subscriptions }) =>
      subscriptions.map((one) => [`${name}/${one.name}`, one.subjects ?? []]),
    ),
  );
});

test("the routes that Bicep divides among apps are those of the code (else: node tools/routes.ts)", async () => {
  assert.equal(await readFile(committedRoutes, "utf8"), await routesByContext());
});

infraTest("Azure gets these containers, with these keys, TTLs and indexes", async () => {
  for (const deployment of [await deployments.dev(), await deployments.prod()]) {
    const deployed = deployment.of("Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers");
    assert.deepEqual(
      deployed.map(({ properties }) => properties["resource"]),
      cosmos.containers.map(({ name, partitionKey, defaultTtl, indexingPolicy }) => ({
        id: name,
        partitionKey: { paths: [partitionKey], kind: "Hash", version: 2 },
        ...(defaultTtl !== undefined ? { defaultTtl } : { defaultTtl: null }),
        indexingPolicy: { indexingMode: "consistent", automatic: true, ...indexingPolicy },
      })),
    );
  }
});

infraTest(
  "Azure gets these queues, topics and subscriptions, and subscriptions let these subjects through",
  async () => {
    const deployment = await deployments.prod();
    const below = (type: string) =>
      deployment
        .of(`Microsoft.ServiceBus/namespaces/${type}`)
        .map(({ name, properties }) => ({ name: name.split("/").slice(1).join("/"), ...properties }));
    const duplicates = { requiresDuplicateDetection: true };
    assert.deepEqual(
      below("queues"),
      serviceBus.queues.map(({ contexts: _contexts, ...queue }) => ({
        ...queue,
        ...duplicates,
        deadLetteringOnMessageExpiration: true,
      })),
    );
    assert.deepEqual(
      below("topics"),
      serviceBus.topics.map(({ publisher: _publisher, subscriptions: _subscriptions, ...topic }) => ({
        ...topic,
        ...duplicates,
        supportOrdering: false,
      })),
    );
    const all = serviceBus.topics.flatMap((topic) => topic.subscriptions.map((one) => ({ topic, one })));
    assert.deepEqual(
      below("topics/subscriptions"),
      all.map(({ topic, one }) => ({
        name: `${topic.name}/${one.name}`,
        lockDuration: one.lockDuration,
        maxDeliveryCount: one.maxDeliveryCount,
        defaultMessageTimeToLive: topic.defaultMessageTimeToLive,
        deadLetteringOnMessageExpiration: true,
        deadLetteringOnFilterEvaluationExceptions: true,
      })),
    );
    assert.deepEqual(
      below("topics/subscriptions/rules"),
      all
        .filter(({ one }) => one.subjects !== undefined)
        .map(({ topic, one }) => ({
          name: `${topic.name}/${one.name}/$Default`,
          filterType: "SqlFilter",
          sqlFilter: {
            sqlExpression: `sys.Label IN (${(one.subjects ?? []).map((subject) => `'${subject}'`).join(", ")})`,
          },
        })),
    );
  },
);
