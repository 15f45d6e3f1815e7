import type { ServiceBusClient, ServiceBusReceivedMessage, ServiceBusReceiver } from "@azure/service-bus";
import { numberOf } from "./letter.ts";
import type { Place } from "./places.ts";

/** What became of those that were meant, by number. */
export type Outcome = { done: string[]; failed: { number: string; why: string }[] };

const pageSize = 100;
const chunkSize = 20;
const patienceMs = 2_000;

/**
 * Looks at the dead letters of a place, oldest first, and leaves all as it is. The SDK goes on behind what a client saw last
 * at an entity, so that each client sees each letter once.
 */
export const peekAll = async function* (
  client: ServiceBusClient,
  place: Place,
): AsyncGenerator<ServiceBusReceivedMessage> {
  const receiver = place.deadLetters(client);
  try {
    for (let page = await receiver.peekMessages(pageSize); page.length > 0;) {
      yield* page;
      page = await receiver.peekMessages(pageSize);
    }
  } finally {
    await receiver.close();
  }
};

/**
 * Does something with each of these dead letters, and only then takes it away: whoever dies between the two leaves the letter
 * where it was. Others that come along are held until the end, so that each is seen once, and then given back.
 */
export const settleLetters = async (
  client: ServiceBusClient,
  place: Place,
  numbers: ReadonlySet<string>,
  act: (messages: readonly ServiceBusReceivedMessage[]) => Promise<void>,
  onProgress: (settled: number) => void = () => undefined,
): Promise<Outcome> => {
  const outcome: Outcome = { done: [], failed: [] };
  const receiver = place.deadLetters(client);
  const held: ServiceBusReceivedMessage[] = [];
  const seen = new Set<string>();
  try {
    for (let left = numbers.size; left > 0;) {
      const size = Math.min(chunkSize, Math.max(left, held.length));
      const chunk = await receiver.receiveMessages(size, { maxWaitTimeInMs: patienceMs });
      const fresh = chunk.filter((message) => !seen.has(numberOf(message)));
      for (const message of fresh) seen.add(numberOf(message));
      const meant = fresh.filter((message) => numbers.has(numberOf(message)));
      held.push(...chunk.filter((message) => !meant.includes(message)));
      // None, or those of before alone, whose locks ran out: somebody else has taken the rest.
      if (fresh.length === 0) break;
      await settleChunk(receiver, meant, act, outcome, held);
      left -= meant.length;
      onProgress(meant.length);
    }
    return outcome;
  } finally {
    // A lock that ran out has given the letter back by itself.
    await Promise.allSettled(held.map((message) => receiver.abandonMessage(message)));
    await receiver.close();
  }
};

const settleChunk = async (
  receiver: ServiceBusReceiver,
  meant: readonly ServiceBusReceivedMessage[],
  act: (messages: readonly ServiceBusReceivedMessage[]) => Promise<void>,
  outcome: Outcome,
  held: ServiceBusReceivedMessage[],
): Promise<void> => {
  if (meant.length === 0) return;
  try {
    await act(meant);
  } catch (error) {
    held.push(...meant);
    outcome.failed.push(...meant.map((message) => ({ number: numberOf(message), why: whyOf(error) })));
    return;
  }
  const settled = await Promise.allSettled(meant.map((message) => receiver.completeMessage(message)));
  for (const [index, message] of meant.entries()) {
    const result = settled[index];
    if (result?.status === "rejected")
      outcome.failed.push({ number: numberOf(message), why: whyOf(result.reason) });
    else outcome.done.push(numberOf(message));
  }
};

const whyOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
