import type { AnyEvent } from "../../shared/contract/envelope.ts";
import type { Clock } from "../../shared/domain/clock.ts";
import { followingFrom } from "../../shared/servicebus/following-from.ts";
import type { Parts } from "./assignment.ts";
import { matchIdOf } from "./matches.ts";
import type { SalesmanEvent } from "./salesman.ts";

type Reserved = AnyEvent & Extract<SalesmanEvent, { type: "CapacityReserved" }>;

/**
 * Gives back a place that was reserved after its consultation had ended, by a try that was slow or has died: the end gave back
 * those that it found, and nobody chooses for that consultation again. Either the end finds the place, since it is stored as the
 * end before the places are read, or this, which hears of every place once it is stored, finds the end.
 */
export const giveBackLateWith =
  ({ salesmen, matches, roster, clock }: Parts & { clock: Clock }) =>
  async (events: readonly AnyEvent[]): Promise<void> => {
    for (const event of events.filter(isReserved)) {
      const { consultationId, at } = event.data;
      const match = await matches.load(matchIdOf({ type: "consultation", id: consultationId }));
      if (match?.state.state !== "closed") continue;
      const release = { type: "ReleaseCapacity", consultationId, upTo: at } as const;
      roster.note(await salesmen.execute(event.subject, release, { origin: followingFrom(event, clock()) }));
    }
  };

const isReserved = (event: AnyEvent): event is Reserved => event.type === "CapacityReserved";
