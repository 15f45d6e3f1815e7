import type { Container } from "@azure/cosmos";
import type { ViewDocument } from "./change-partition.ts";
import { control } from "./partitions.ts";

/** The containers whose events make the views, and the overview, which is made from the counters of staff-view. */
export const sources = ["project", "interest", "consultation", "matching", "notification"] as const;

export type Source = (typeof sources)[number] | "staff-view";

/** Up to where a change feed is in the views: the number of the last transaction (`_lsn`), and its second. */
export type Position = { lsn: number; ts: number };

type PositionDocument = ViewDocument & { kind: "position" } & Position;

const idOf = (source: Source): string => `position-${source}`;

/** What a change feed adds to a document. */
type Fed = { _lsn?: number; _ts?: number };

/** The place of a document in its change feed. */
export const positionOf = (document: unknown): Position => {
  const { _lsn: lsn = 0, _ts: ts = 0 } = document as Fed;
  return { lsn, ts };
};

/** Notes that all up to this document is in the views. */
export const notePosition = async (
  container: Container,
  source: Source,
  document: unknown,
): Promise<void> => {
  const position: PositionDocument = {
    id: idOf(source),
    partition: control,
    kind: "position",
    ...positionOf(document),
  };
  await container.items.upsert(position);
};

/** Up to where a source is in the views; from the beginning when nothing of it is yet. */
export const readPosition = async (container: Container, source: Source): Promise<Position> => {
  const { resource } = await container.item(idOf(source), control).read<PositionDocument>();
  return resource ?? { lsn: 0, ts: 0 };
};
