import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Container, ContainerDefinition, FeedRange, Resource } from "@azure/cosmos";
import type { HostFunction } from "../bindings.ts";
import { HostError, messageOf } from "../host-error.ts";
import type { HostParts, Listener, TriggerKind } from "../listener.ts";
import { invokeWithRetry } from "../retry.ts";
import { cosmosClient } from "./client.ts";
import { decide, type Holder, type Lease } from "./lease.ts";
import { codeOf, createLeaseStore, type LeaseStore } from "./lease-store.ts";
import { feedOptionsOf, type ContainerRef, type FeedOptions } from "./options.ts";
import { OwnedLease } from "./owned-lease.ts";
import { beginNow, readRange } from "./range-reader.ts";

/** cosmosDBTrigger: the instances divide the ranges of the container's change feed by leases. */
export const cosmosTrigger: TriggerKind = (target, parts) => {
  const where = `function "${target.name}" (cosmosDBTrigger)`;
  const options = feedOptionsOf(target.trigger, parts.settings, parts.timings, where);
  const leases = JSON.stringify([options.monitored, options.leases, options.leasePrefix]);
  const other = parts.claims.get(leases);
  if (other !== undefined) {
    // Azure starts, and each function gets a part of the changes.
    throw new HostError(
      `Functions "${other}" and "${target.name}" read ${options.monitored.container} with the same leases, so each would miss what the other gets. Give one a leaseContainerPrefix.`,
    );
  }
  parts.claims.set(leases, target.name);
  return new FeedListener(target, parts, options);
};

const firstRoundMs = 3000;

/** The monitored container and its leases, once both could be reached. */
type Feed = { container: Container; store: LeaseStore; ranges: ReadonlyMap<string, FeedRange> };

class FeedListener implements Listener {
  readonly #target: HostFunction;
  readonly #parts: HostParts;
  readonly #options: FeedOptions;
  readonly #me: Holder;
  readonly #stopping = new AbortController();
  readonly #readers = new Map<string, Promise<void>>();
  readonly #owned = new Set<OwnedLease>();
  #feed: Feed | undefined;
  #loop: Promise<void> = Promise.resolve();
  #isFirstRound = true;
  #lastWarning = { text: "", at: 0 };

  constructor(target: HostFunction, parts: HostParts, options: FeedOptions) {
    this.#target = target;
    this.#parts = parts;
    this.#options = options;
    this.#me = { instance: parts.instanceId, incarnation: randomUUID() };
  }

  async start(): Promise<void> {
    const first = this.#round();
    this.#loop = first.then(() => this.#run());
    // An account that is down keeps the SDK trying for longer than a start may take.
    const enough = new AbortController();
    await Promise.race([
      first,
      delay(firstRoundMs, undefined, { signal: enough.signal }).catch(() => undefined),
    ]);
    enough.abort();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
    await Promise.all(this.#readers.values());
  }

  async giveBack(): Promise<void> {
    await Promise.all([...this.#owned].map((lease) => lease.release()));
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await delay(this.#options.leaseAcquireMs, undefined, { signal }).catch(() => undefined);
      await this.#round();
    }
  }

  async #round(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    try {
      this.#feed ??= await this.#open();
      await this.#balance(this.#feed);
      this.#isFirstRound = false;
    } catch (error) {
      this.#warn(messageOf(error));
    }
  }

  async #open(): Promise<Feed> {
    const { monitored, leases, leasePrefix, createLeaseContainer } = this.#options;
    const container = this.#container(monitored);
    const definition = await definitionOf(container);
    if (definition === undefined) {
      throw new HostError(
        `The container ${monitored.database}/${monitored.container} does not exist. Create it.`,
      );
    }
    const database = cosmosClient(this.#parts.connections, leases.connection).database(leases.database);
    if (createLeaseContainer) {
      await database.containers.createIfNotExists({ id: leases.container, partitionKey: "/id" });
    }
    const leaseContainer = database.container(leases.container);
    const leaseDefinition = await definitionOf(leaseContainer);
    if (leaseDefinition?.partitionKey?.paths[0] !== "/id") {
      throw new HostError(
        `The lease container ${leases.database}/${leases.container} must exist with the partition key /id. Create it, or set createLeaseContainerIfNotExists: true.`,
      );
    }
    const store = createLeaseStore(leaseContainer, `${leasePrefix}${monitored.database}_${definition._rid}`);
    const ranges = new Map<string, FeedRange>();
    for (const range of await container.getFeedRanges()) {
      const { minInclusive, maxExclusive } = range;
      ranges.set((await store.ensure({ minInclusive, maxExclusive })).id, range);
    }
    return { container, store, ranges };
  }

  #container({ connection, database, container }: ContainerRef): Container {
    return cosmosClient(this.#parts.connections, connection).database(database).container(container);
  }

  async #balance(feed: Feed): Promise<void> {
    const leases: Lease[] = [];
    for (const id of feed.ranges.keys()) {
      const lease = await feed.store.read(id);
      if (lease === undefined) {
        // Somebody deleted the leases: open again, which creates them, and start over as configured.
        this.#feed = undefined;
        return;
      }
      leases.push(lease);
    }
    const { take, ask } = decide(leases, this.#me, Date.now(), this.#isFirstRound);
    for (const lease of take) {
      if (!this.#stopping.signal.aborted) await this.#take(feed, lease);
    }
    if (ask !== undefined) await feed.store.replace(ask, { wantedBy: this.#me });
  }

  async #take(feed: Feed, lease: Lease): Promise<void> {
    const warn = (message: string): void => {
      this.#warn(message);
    };
    const { leaseExpirationMs, leaseRenewMs } = this.#options;
    const range = feed.ranges.get(lease.id);
    if (range === undefined || this.#readers.has(lease.id)) return;
    const owned = await OwnedLease.take(lease, {
      ...{ store: feed.store, me: this.#me, warn },
      ...{ expirationMs: leaseExpirationMs, renewMs: leaseRenewMs },
    });
    if (owned === undefined) return;
    if (owned.continuation === null && this.#options.startFrom === "now") {
      try {
        await beginNow(owned, feed.container, range);
      } catch (error) {
        await owned.release();
        throw error;
      }
    }
    this.#parts.log("debug", "Host.CosmosDB", `"${this.#target.name}" reads with lease ${owned.id}.`);
    this.#owned.add(owned);
    const reading = this.#read(feed, owned, range);
    this.#readers.set(owned.id, reading);
  }

  async #read(feed: Feed, owned: OwnedLease, range: FeedRange): Promise<void> {
    try {
      const end = await readRange(
        owned,
        {
          container: feed.container,
          range,
          options: this.#options,
          handle: (documents, signal) => this.#handle(documents, signal),
          warn: (message) => {
            this.#warn(message);
          },
        },
        this.#stopping.signal,
      );
      if (end === "gone" && this.#feed === feed) this.#feed = undefined;
      await owned.release();
    } catch (error) {
      this.#warn(`The lease ${owned.id} could not be given back: ${messageOf(error)}`);
    } finally {
      this.#owned.delete(owned);
      this.#readers.delete(owned.id);
    }
  }

  // True when the feed may go on: after success, and as in Azure also after a failure whose retries are used up.
  async #handle(documents: unknown[], signal: AbortSignal): Promise<boolean> {
    const outcome = await invokeWithRetry(
      this.#parts.invoker,
      this.#target,
      { input: { json: JSON.stringify(documents) }, triggerMetadata: {}, bindingData: () => ({}) },
      this.#target.retry ?? this.#parts.config.retry,
      signal,
    );
    if (outcome === "failed") {
      this.#parts.log(
        "error",
        "Host.CosmosDB",
        `"${this.#target.name}" failed for ${documents.length} documents; the feed goes on after them. A retry policy keeps them.`,
      );
    }
    return outcome !== "stopped";
  }

  // A server that is down says the same each round: once in ten seconds is enough.
  #warn(text: string): void {
    const at = Date.now();
    if (text === this.#lastWarning.text && at - this.#lastWarning.at < 10_000) return;
    this.#lastWarning = { text, at };
    this.#parts.log("warning", "Host.CosmosDB", `"${this.#target.name}": ${text}`);
  }
}

// Undefined when there is no such container; unlike an item's, its read() throws then.
const definitionOf = async (container: Container): Promise<(ContainerDefinition & Resource) | undefined> => {
  try {
    return (await container.read()).resource;
  } catch (error) {
    if (codeOf(error) === 404) return undefined;
    throw error;
  }
};
