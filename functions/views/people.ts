import type { Container } from "@azure/cosmos";
import type { EventOf } from "../../shared/contract/events.ts";
import { changePartition } from "./change-partition.ts";
import { forEachOf } from "./chunks.ts";
import type { Named, PersonDocument } from "./documents.ts";
import { ofPerson } from "./partitions.ts";

/** What a match says of the name of someone. */
type Naming = { salesmanId: string } & Required<Named>;

/** Who is named by these matches, each with the last of his names. */
export const namingsOf = (events: readonly EventOf<"SalesmanMatched">[]): Naming[] => {
  const last = new Map<string, Naming>();
  for (const { id, time, data } of events) {
    const { salesmanId, salesmanname, consultantId, consultantname } = data;
    for (const [who, name] of [
      [salesmanId, salesmanname],
      [consultantId, consultantname],
    ] as const) {
      if (who === null || name === undefined) continue;
      const naming = { salesmanId: who, name, namedAt: time, namedBy: id };
      if (isNewer(naming, last.get(who))) last.set(who, naming);
    }
  }
  return [...last.values()];
};

/** The matches are of many streams, so that time decides; and of the same instant the event's id, to be the same in any order. */
export const isNewer = ({ namedAt, namedBy }: Required<Named>, known: Partial<Named> | undefined): boolean =>
  known?.namedAt === undefined || `${namedAt}|${namedBy}` > `${known.namedAt}|${known.namedBy ?? ""}`;

/** Keeps who is called what: a customer's page names those who serve, and the roster is not ours. */
export const applyNames = (
  container: Container,
  generation: string,
  events: readonly EventOf<"SalesmanMatched">[],
): Promise<void> =>
  forEachOf(namingsOf(events), async ({ salesmanId, ...naming }) => {
    const partition = ofPerson(generation, salesmanId);
    await changePartition<PersonDocument>(container, partition, ["person"], (found) => ({
      documents: isNewer(naming, found.get("person"))
        ? [{ id: "person", partition, kind: "person", ...naming }]
        : [],
    }));
  });
