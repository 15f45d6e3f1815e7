import type { ServiceBusClient, ServiceBusReceivedMessage } from "@azure/service-bus";
import { SingleBar } from "cli-progress";
import { createInterface } from "node:readline/promises";
import { outbound } from "../shared/servicebus/outbound.ts";
import { readArguments, usage, type Request } from "./dead-letters/arguments.ts";
import { letterOf, maskedBody, numberOf, textOf, type Letter } from "./dead-letters/letter.ts";
import { openNamespace } from "./dead-letters/namespace.ts";
import type { Place } from "./dead-letters/places.ts";
import { toReplay } from "./dead-letters/replay.ts";
import { peekAll, settleLetters, type Outcome } from "./dead-letters/settle.ts";

// npm run dead-letters -- ...: what no consumer could handle; to see, to send again, or to drop.

const exitCodes = { done: 0, incomplete: 1, error: 2 };

type Found = { place: Place; message: ServiceBusReceivedMessage };

const find = async (client: ServiceBusClient, { places, chosen }: Request): Promise<Found[]> => {
  const found: Found[] = [];
  for (const place of places) {
    for await (const message of peekAll(client, place)) if (chosen(message)) found.push({ place, message });
  }
  return found;
};

const list = (found: readonly Found[], { json }: Request): number => {
  const letters = found.map(({ place, message }) => letterOf(place.name, message));
  if (json) console.log(JSON.stringify(letters, null, 2));
  else for (const letter of letters) console.log(lineOf(letter));
  if (!json) console.error(counted(letters.length));
  return exitCodes.done;
};

const lineOf = ({
  place,
  number,
  enqueuedAt,
  event,
  subject,
  reason,
  description,
  deliveries,
  ...more
}: Letter) =>
  [
    `${place} ${number}  ${enqueuedAt}  ${event?.type ?? (subject || "not an event")}  ${event?.id ?? more.messageId}`,
    `  ${reason || "no reason"}: ${description || "no description"}`,
    `  ${deliveries} deliveries, correlationId ${more.correlationId || "none"}` +
      (more.replayOf === undefined ? "" : `, a replay of ${more.replayOf}`),
  ].join("\n");

const counted = (count: number): string => (count === 1 ? "1 dead letter" : `${count} dead letters`);

const show = async (found: readonly Found[], request: Request): Promise<number> => {
  if (request.raw) await confirm(request, "The messages will show names and phones of persons.");
  const shown = found.map(({ place, message }) => ({
    ...letterOf(place.name, message),
    body: request.raw ? textOf(message) : maskedBody(message),
  }));
  console.log(JSON.stringify(shown, null, 2));
  return missing(found, request);
};

/** Named letters that are not there are told of. */
const missing = (found: readonly Found[], { numbers }: Request): number => {
  const gone = numbers.filter((number) => !found.some(({ message }) => numberOf(message) === number));
  for (const number of gone) console.error(`There is no dead letter ${number}.`);
  return gone.length > 0 ? exitCodes.incomplete : exitCodes.done;
};

const settle = async (
  client: ServiceBusClient,
  found: readonly Found[],
  request: Request,
): Promise<number> => {
  const { command, json } = request;
  if (command === "discard" && found.length > 0) {
    await confirm(request, `${counted(found.length)} will be lost for ever.`);
  }
  const bar = progress(found.length);
  const outcomes: (Outcome & { place: string })[] = [];
  for (const place of new Set(found.map((one) => one.place))) {
    // Only what was seen: a letter that comes meanwhile is not of this request.
    const known = new Set(found.flatMap((one) => (one.place === place ? [numberOf(one.message)] : [])));
    const topic = outbound(client, place.entity);
    const outcome = await settleLetters(
      client,
      place,
      known,
      (messages) =>
        command === "replay"
          ? topic.send(messages.map((message) => toReplay(place.name, message)))
          : Promise.resolve(),
      bar.settled,
    );
    outcomes.push({ place: place.name, ...outcome });
  }
  bar.end();
  const done = outcomes.flatMap((outcome) => outcome.done).length;
  const failed = outcomes.flatMap(({ place, failed: ones }) => ones.map((one) => ({ place, ...one })));
  if (json) console.log(JSON.stringify(outcomes, null, 2));
  else {
    for (const { place, number, why } of failed) console.error(`${place} ${number} is left: ${why}`);
    console.log(`${counted(done)} ${command === "replay" ? "replayed" : "discarded"}.`);
  }
  const absent = missing(found, request);
  return done < found.length ? exitCodes.incomplete : absent;
};

/** A bar on a terminal; nothing in a pipe or a log. */
const progress = (total: number): { settled: (count: number) => void; end: () => void } => {
  if (!process.stderr.isTTY || total === 0) return { settled: () => undefined, end: () => undefined };
  const bar = new SingleBar({
    format: "{bar} {value} of {total}, {duration_formatted}",
    stream: process.stderr,
    hideCursor: true,
  });
  bar.start(total, 0);
  return {
    settled: (count) => {
      bar.increment(count);
    },
    end: () => {
      bar.stop();
    },
  };
};

const confirm = async ({ yes }: Request, what: string): Promise<void> => {
  if (yes) return;
  if (!process.stdin.isTTY) throw new Error(`${what} Say so with --yes.`);
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question(`${what} Type yes to go on: `);
  prompt.close();
  if (answer.trim() !== "yes") throw new Error("Nothing was done.");
};

const run = async (): Promise<number> => {
  const request = readArguments(process.argv.slice(2), Date.now);
  if (request === "help") {
    console.log(usage);
    return exitCodes.done;
  }
  const client = await openNamespace(request.namespace, process.env["KTGG_DATA"] || ".local");
  try {
    const found = await find(client, request);
    switch (request.command) {
      case "list":
        return list(found, request);
      case "show":
        return await show(found, request);
      case "replay":
      case "discard":
        return await settle(client, found, request);
    }
  } finally {
    await client.close();
  }
};

process.exitCode = await run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return exitCodes.error;
});
