import { anyEvent } from "../../shared/contract/envelope.ts";
import { events, isEventType, type EventOf, type EventType } from "../../shared/contract/events.ts";
import { isEventDocument } from "../../shared/cosmos/documents.ts";
import type { Logger } from "../../shared/telemetry/log.ts";

/** An event of the published language, of whichever type. */
export type ViewEvent = { [Type in EventType]: EventOf<Type> }[EventType];

/**
 * The events among what a change feed brought. Other documents, and events that are not published, are not for us; fields that
 * the contract does not know are left out. An event that breaks the contract is told of and left out: it would hold up all behind it.
 */
export const eventsIn = (documents: readonly unknown[], log: Pick<Logger, "error">): ViewEvent[] =>
  documents.filter(isEventDocument).flatMap(({ event }) => known(event, log));

/** The events of the published language among these. */
export const knownEvents = (given: readonly unknown[], log: Pick<Logger, "error">): ViewEvent[] =>
  given.flatMap((event) => known(event, log));

const known = (event: unknown, log: Pick<Logger, "error">): ViewEvent[] => {
  const { type, id } = anyEvent.parse(event);
  if (!isEventType(type)) return [];
  const parsed = events[type].safeParse(event);
  if (parsed.success) return [parsed.data];
  log.error("An event breaks its contract, and is left out of the views.", { eventId: id, type });
  return [];
};

/** Those of some types. */
export const ofTypes = <Type extends EventType>(
  all: readonly ViewEvent[],
  ...types: readonly Type[]
): EventOf<Type>[] =>
  all.filter((event): event is ViewEvent & EventOf<Type> => types.includes(event.type as Type));

/** Of each aggregate the newest event. */
export const newestOf = <Event extends ViewEvent>(all: readonly Event[]): Event[] => {
  const newest = new Map<string, Event>();
  for (const event of all) {
    const known = newest.get(event.subject);
    if (!known || known.aggregateversion < event.aggregateversion) newest.set(event.subject, event);
  }
  return [...newest.values()];
};
