import type { Container } from "@azure/cosmos";
import { readSorted } from "../../shared/cosmos/sorted.ts";
import type { Clock } from "../../shared/domain/clock.ts";
import {
  alarmDocumentId,
  markDocumentId,
  type AlarmDocument,
  type MatchDocument,
  type MovedDocument,
} from "./documents.ts";
import { matchAfter, sortKeyOf, type Match, type RaisedAlarm } from "./domain.ts";
import { createOnce, deleteOnce, replaceUnchanged } from "./once.ts";

/** The alarms and matches as they are stored; what each does can be done again without harm. */
export type Alarms = {
  /** Puts the alarm into the partition, where it stays as it was first put. */
  put: (partition: string, alarm: RaisedAlarm) => Promise<void>;
  /** Takes the alarm, and what says that it was read, out of the partition. */
  take: (partition: string, alarmId: string) => Promise<void>;
  /** All alarms of a partition, page by page. */
  pagesOf: (partition: string) => AsyncIterable<RaisedAlarm[]>;
  /** The subject's present match. */
  matchOf: (subjectPartition: string) => Promise<Match | undefined>;
  /** Stores the match unless there is a newer one, and answers the one that is present then. */
  settleMatch: (subjectPartition: string, heard: { salesmanId: string; version: number }) => Promise<Match>;
};

const pageSize = 50;

export const cosmosAlarms = (container: Container, clock: Clock): Alarms => {
  const readMatch = async (partition: string) =>
    (await container.item("match", partition).read<MatchDocument>()).resource;

  return {
    put: async (partition, alarm) => {
      const document: AlarmDocument = {
        id: alarmDocumentId(alarm.alarmId),
        partition,
        kind: "alarm",
        sortKey: sortKeyOf(alarm),
        arrivedAt: clock().toISOString(),
        alarm,
      };
      await createOnce(container, document);
    },

    take: async (partition, alarmId) => {
      const wasThere = await deleteOnce(container, { id: alarmDocumentId(alarmId), partition });
      await deleteOnce(container, { id: markDocumentId(alarmId), partition });
      // An open page hears of it; one that does not, because we died here, finds out when it reads the list.
      if (wasThere) await container.items.upsert<MovedDocument>({ id: "moved", partition, kind: "moved" });
    },

    pagesOf: async function* (partition) {
      let after: string | undefined;
      do {
        const page: AlarmDocument[] = await readSorted<AlarmDocument>(container, {
          sortKey: "c.sortKey",
          order: "ASC",
          where: ["c.kind = 'alarm'"],
          after,
          limit: pageSize,
          partition,
        });
        if (page.length > 0) yield page.map(({ alarm }) => alarm);
        after = page.length === pageSize ? page.at(-1)?.sortKey : undefined;
      } while (after !== undefined);
    },

    matchOf: readMatch,

    settleMatch: async (partition, heard) => {
      for (;;) {
        const first = matchDocument(partition, matchAfter(undefined, heard));
        if (await createOnce(container, first)) return first;
        // The refusal left a session token: no replica that does not have the match yet may answer now.
        const present = await readMatch(partition);
        if (!present) continue;
        const next = matchAfter(present, heard);
        if (next === present) return present;
        const replacement = matchDocument(partition, next);
        // Whoever was faster stored a newer match than we had read: this ends.
        if (await replaceUnchanged(container, replacement, present._etag)) return replacement;
      }
    },
  };
};

const matchDocument = (partition: string, match: Match): MatchDocument => ({
  id: "match",
  partition,
  kind: "match",
  salesmanId: match.salesmanId,
  version: match.version,
  formers: match.formers,
});
