import { ChangeFeedStartFrom, type Container } from "@azure/cosmos";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../shared/domain/clock.ts";
import type { Logger } from "../../shared/telemetry/log.ts";
import type { ViewDocument } from "./change-partition.ts";
import { applyToCustomerView } from "./customer-projection.ts";
import { deleteGeneration } from "./delete-generation.ts";
import { readGenerations, writeGenerations } from "./generations.ts";
import { applyToOverview, countersOf } from "./overview-projection.ts";
import { control } from "./partitions.ts";
import { sources, type Source } from "./positions.ts";
import { holdView, type Hold } from "./rebuild-hold.ts";
import { applyToStaffView } from "./staff-projection.ts";
import { eventsIn } from "./view-events.ts";

export type ViewName = "customer" | "staff";

export type RebuildOptions = {
  view: ViewName;
  container: (name: string) => Container;
  /** Who rebuilds, for whoever tries at the same time. */
  by: string;
  clock: Clock;
  log: Pick<Logger, "error">;
  /** So many events are in the new generation; with those of a rebuild that this one goes on with. */
  onEvents: (count: number) => void;
  /** What is done now, for the person who waits. */
  onStage: (stage: string) => void | Promise<void>;
  /** Longer than a batch that was under way, another replica, or a reader may not know of a change of the generations. */
  settleMs?: number;
};

const views = {
  customer: {
    name: "customer-view",
    sources: ["project", "interest", "consultation", "matching"],
    apply: applyToCustomerView,
  },
  staff: { name: "staff-view", sources, apply: applyToStaffView },
} as const;

const pageSize = 500;

/** Where a source was read to. */
type CheckpointDocument = ViewDocument & {
  kind: "checkpoint";
  generation: string;
  continuation: string;
  events: number;
};

/** How many events a rebuild of the view will read. */
export const eventsToRead = async ({
  view,
  container,
}: Pick<RebuildOptions, "view" | "container">): Promise<number> => {
  const counts = await Promise.all(
    views[view].sources.map(async (source) => {
      const { resources } = await container(source)
        .items.query<number>("SELECT VALUE COUNT(1) FROM c WHERE c.kind = 'event'")
        .fetchAll();
      return resources.reduce((sum, count) => sum + count, 0);
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
};

/**
 * Makes a view anew from the first event on, in a generation of its own beside the one that is read; then that one is read, and
 * the former one deleted. Meanwhile the feeds bring new events into both. A rebuild that dies is gone on with by the next.
 *
 * @throws RebuildRuns
 */
export const rebuild = async (options: RebuildOptions): Promise<{ generation: string }> => {
  const { view, container, clock, onStage } = options;
  const store = container(views[view].name);
  const hold = await holdView(store, options);
  await onStage(hold.resumed ? "going on with a rebuild that had died" : "reading the events");
  const begun = clock().getTime();
  await Promise.all(views[view].sources.map((source) => readSource(source, store, hold, begun, options)));
  if (view === "staff") {
    await onStage("adding up");
    for await (const counters of countersOf(store, hold.generation)) {
      await applyToOverview(store, counters);
      await hold.renew();
    }
  }
  await onStage("switching over");
  await switchTo(store, hold);
  await onStage("deleting the former generation");
  await deleteStale(store, options);
  return { generation: hold.generation };
};

/**
 * Reads one source from its beginning to its end. The feeds write what comes after; that they know of the new generation is sure
 * only a moment after it was noted, so that the end that counts is one found later than that.
 */
const readSource = async (
  source: Source,
  store: Container,
  hold: Hold,
  begun: number,
  { view, container, clock, log, onEvents, settleMs = longEnoughMs }: RebuildOptions,
): Promise<void> => {
  const { generation } = hold;
  const checkpoint = checkpoints(store, source, generation);
  const before = await checkpoint.read();
  let events = before?.events ?? 0;
  onEvents(events);
  // The SDK declares what these make as classes beside the one that it asks for.
  const changeFeedStartFrom = (before
    ? ChangeFeedStartFrom.Continuation(before.continuation)
    : ChangeFeedStartFrom.Beginning()) as object as ChangeFeedStartFrom;
  const feed = container(source).items.getChangeFeedIterator({ changeFeedStartFrom, maxItemCount: pageSize });
  for (;;) {
    const { result, continuationToken } = await feed.readNext();
    const documents = (result as unknown[] | undefined) ?? [];
    const found = eventsIn(documents, log);
    if (found.length > 0) await views[view].apply(store, generation, found);
    if (documents.length > 0) {
      events += found.length;
      await checkpoint.write({ continuation: continuationToken, events });
      onEvents(found.length);
    }
    await hold.renew();
    if (documents.length > 0) continue;
    if (clock().getTime() - begun >= settleMs) return;
    await sleep(settleMs / 10);
  }
};

const longEnoughMs = 5_000;

const checkpoints = (store: Container, source: Source, generation: string) => {
  const id = `checkpoint-${source}`;
  return {
    read: async () => {
      const { resource } = await store.item(id, control).read<CheckpointDocument>();
      return resource?.generation === generation ? resource : undefined;
    },
    write: async (place: Pick<CheckpointDocument, "continuation" | "events">) => {
      const document: CheckpointDocument = {
        id,
        partition: control,
        kind: "checkpoint",
        generation,
        ...place,
      };
      await store.items.upsert(document);
    },
  };
};

const switchTo = async (store: Container, { generation }: Hold): Promise<void> => {
  const before = await readGenerations(store);
  const stale = before.former === undefined ? before.stale : [...before.stale, before.former];
  await writeGenerations(store, { current: generation, former: before.current, stale }, before);
};

/** Once nobody reads the former generation any more, it gets no more events and is deleted; so is what a rebuild that died left. */
const deleteStale = async (store: Container, { settleMs = longEnoughMs }: RebuildOptions): Promise<void> => {
  await sleep(settleMs);
  let known = await readGenerations(store);
  if (known.former !== undefined) {
    const stale = [...known.stale, known.former];
    const { former, ...rest } = known;
    known = await writeGenerations(store, { ...rest, stale }, known);
    await sleep(settleMs);
  }
  for (const generation of known.stale) {
    await deleteGeneration(store, generation);
    const now = await readGenerations(store);
    known = await writeGenerations(
      store,
      { ...now, stale: now.stale.filter((other) => other !== generation) },
      now,
    );
  }
};
