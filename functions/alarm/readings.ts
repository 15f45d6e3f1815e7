import type { Container } from "@azure/cosmos";
import { pauseBeforeRetry } from "../../shared/cosmos/pause.ts";
import { Contended } from "../../shared/domain/errors.ts";
import { markDocumentId, type AlarmDocument, type MarkDocument, type ReadingDocument } from "./documents.ts";
import { partitionOfSalesman } from "./domain.ts";
import { createOnce, deleteOnce, replaceUnchanged } from "./once.ts";
import { stepsAfter, type Step } from "./reading.ts";

/** What each salesman has read: steps, and marks of single alarms. What each does can be done again without harm. */
export type Readings = {
  /** The salesman's steps, the one of the latest instant first. */
  stepsOf: (salesmanId: string) => Promise<readonly Step[]>;
  /** One step more; answers all. The marks that it makes needless go. @throws Contended */
  takeStep: (salesmanId: string, upTo: Date, at: Date) => Promise<readonly Step[]>;
  mark: (salesmanId: string, alarm: AlarmDocument) => Promise<void>;
  /** Which of these have a mark. */
  markedOf: (salesmanId: string, alarmIds: readonly string[]) => Promise<Set<string>>;
};

const attempts = 10;
const pruneSize = 100;

export const cosmosReadings = (container: Container): Readings => {
  const read = async (partition: string) =>
    (await container.item("reading", partition).read<ReadingDocument>()).resource;

  /** The steps as they are stored then, or undefined when another request was faster. */
  const tryStep = async (partition: string, upTo: Date, at: Date): Promise<readonly Step[] | undefined> => {
    const present = await read(partition);
    const steps = stepsAfter(present?.steps ?? [], upTo, at);
    const document: ReadingDocument = { id: "reading", partition, kind: "reading", steps };
    const stored = present
      ? await replaceUnchanged(container, document, present._etag)
      : await createOnce(container, document);
    return stored ? steps : undefined;
  };

  /** Deletes the marks that the step covers, so that no more of them stay than were made since. */
  const prune = async (partition: string, { upTo, asOf }: Step): Promise<void> => {
    const query = {
      query:
        "SELECT TOP @limit VALUE c.id FROM c WHERE c.kind = 'mark' AND c.at <= @upTo AND c.arrivedAt <= @asOf",
      parameters: [
        { name: "@limit", value: pruneSize },
        { name: "@upTo", value: upTo },
        { name: "@asOf", value: asOf },
      ],
    };
    for (;;) {
      const { resources: ids } = await container.items
        .query<string>(query, { partitionKey: partition })
        .fetchAll();
      await Promise.all(ids.map((id) => deleteOnce(container, { id, partition })));
      if (ids.length < pruneSize) return;
    }
  };

  return {
    stepsOf: async (salesmanId) => (await read(partitionOfSalesman(salesmanId)))?.steps ?? [],

    takeStep: async (salesmanId, upTo, at) => {
      const partition = partitionOfSalesman(salesmanId);
      for (let attempt = 0; attempt < attempts; attempt++) {
        const steps = await tryStep(partition, upTo, at);
        if (steps) {
          // All steps, not the new one alone: so a prune that a crash cut short is made up for.
          for (const step of steps) await prune(partition, step);
          return steps;
        }
        await pauseBeforeRetry(attempt);
      }
      throw new Contended();
    },

    mark: async (salesmanId, { alarm: { alarmId, at }, arrivedAt }) => {
      const partition = partitionOfSalesman(salesmanId);
      const id = markDocumentId(alarmId);
      const document: MarkDocument = { id, partition, kind: "mark", alarmId, at, arrivedAt };
      await createOnce(container, document);
    },

    markedOf: async (salesmanId, alarmIds) => {
      if (alarmIds.length === 0) return new Set();
      const { resources } = await container.items
        .query<string>(
          {
            query:
              "SELECT VALUE c.alarmId FROM c WHERE c.kind = 'mark' AND ARRAY_CONTAINS(@alarmIds, c.alarmId)",
            parameters: [{ name: "@alarmIds", value: [...alarmIds] }],
          },
          { partitionKey: partitionOfSalesman(salesmanId) },
        )
        .fetchAll();
      return new Set(resources);
    },
  };
};
