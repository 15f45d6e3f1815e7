import { parseArgs } from "node:util";
import type { ServiceBusReceivedMessage } from "@azure/service-bus";
import { numberOf } from "./letter.ts";
import { placeOf, places, type Place } from "./places.ts";

export const usage = `Usage: npm run dead-letters -- COMMAND [--namespace NAME] [--json]

  list [PLACE...] [--older-than AGE]              what could not be handled, and why
  show PLACE NUMBER... [--raw]                    the message itself, with what may be a person's hidden
  replay PLACE NUMBER... | [PLACE...] --all       sends it again, then takes the dead letter away
  discard PLACE NUMBER... | [PLACE...] --all      takes the dead letter away for ever

  PLACE         a queue, or TOPIC/SUBSCRIPTION
  --older-than  with --all or list: only what was sent longer ago, as 30m, 12h or 7d
  --namespace   the Service Bus namespace of an environment in Azure, as whoever is signed in there (az login);
                without it the local system that npm start runs
  --raw         show the body as it is, persons and all; asks first
  --yes         ask nothing
  --json        for machines

Exit code: 0 all was done, 1 some was not, 2 nothing could be done.`;

/** What the command line asks for. */
export type Request = {
  command: "list" | "show" | "replay" | "discard";
  places: readonly Place[];
  /** The letters that are named one by one; none means all that are meant. */
  numbers: readonly string[];
  /** Whether this letter is meant. */
  chosen: (message: ServiceBusReceivedMessage) => boolean;
  namespace: string | undefined;
  raw: boolean;
  yes: boolean;
  json: boolean;
};

const commands = ["list", "show", "replay", "discard"] as const;

/** Reads the command line. "help" when that is asked for. @throws with the mend in it */
export const readArguments = (args: string[], now: () => number): Request | "help" => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      namespace: { type: "string" },
      all: { type: "boolean", default: false },
      "older-than": { type: "string" },
      raw: { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const [name, ...rest] = positionals;
  const command = commands.find((known) => known === name);
  if (!command) throw new Error(name === undefined ? usage : `There is no command ${name}.\n\n${usage}`);
  const isNumber = (text: string): boolean => /^\d{1,19}$/.test(text);
  const numbers = rest.filter(isNumber);
  const named = rest.filter((text) => !isNumber(text)).map(placeOf);
  const wholes = command === "list" || values.all;
  if (wholes && numbers.length > 0) throw new Error("Name letters, or take all of them; not both.");
  if (command === "show" && values.all) throw new Error("show takes letters by their numbers: see list.");
  if (!wholes && (named.length !== 1 || numbers.length === 0)) {
    throw new Error(`Name one place and the numbers of its letters, or give --all.\n\n${usage}`);
  }
  if (!wholes && values["older-than"] !== undefined) throw new Error("--older-than goes with --all or list.");
  if (values.raw && command !== "show") throw new Error("--raw is for show alone.");
  const olderThanMs = values["older-than"] === undefined ? 0 : ageMs(values["older-than"]);
  return {
    command,
    places: named.length > 0 ? named : places,
    numbers,
    chosen: wholes
      ? (message) => isOlder(message, now() - olderThanMs, olderThanMs > 0)
      : (message) => numbers.includes(numberOf(message)),
    namespace: values.namespace,
    ...{ raw: values.raw, yes: values.yes, json: values.json },
  };
};

const isOlder = ({ enqueuedTimeUtc }: ServiceBusReceivedMessage, before: number, asked: boolean): boolean =>
  !asked || (enqueuedTimeUtc !== undefined && enqueuedTimeUtc.getTime() <= before);

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

const ageMs = (text: string): number => {
  const [, count = "", unit = ""] = /^(\d+)([mhd])$/.exec(text) ?? [];
  const unitMs = units[unit];
  if (unitMs === undefined) throw new Error(`--older-than takes 30m, 12h or 7d, not "${text}".`);
  return Number(count) * unitMs;
};
