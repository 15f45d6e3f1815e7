import { randomBytes } from "node:crypto";
import { createClient, type TaskHubClient } from "./client.ts";
import type { Clock } from "./clock.ts";
import { openHubDatabase, type HubDatabase } from "./database.ts";
import { Engine, type EngineTimings } from "./engine.ts";
import type { DurableFunctions } from "./functions.ts";
import { createMailbox } from "./mailbox.ts";

export type TaskHubOptions = {
  /** Where the file of the hub lies; hosts that name the same directory and hub share it. */
  directory: string;
  name: string;
  clock: Clock;
  timings: EngineTimings;
  maxOrchestrators: number;
  maxActivities: number;
  maxOperations: number;
  /** A start takes the place also of an orchestration that runs. */
  overRunning: boolean;
  instanceId: string;
  onError: (what: string, error: unknown) => void;
};

/** A task hub as one host sees it. */
export type TaskHub = {
  name: string;
  client: TaskHubClient;
  /** The key that the management API asks for: made once for each hub, as Azure makes a system key. */
  key: string;
  start: () => void;
  /** Takes no more work and resolves once what runs has ended. */
  stop: () => Promise<void>;
  /** Gives back what is held and closes the file. */
  close: () => void;
  /** Resolves when this host has nothing more to do until the clock moves on. */
  idle: () => Promise<void>;
  /** When the next timer is due. */
  nextTimer: () => number | undefined;
};

/** Opens a task hub for the functions of one host. It does no work before it is started. */
export const openTaskHub = (functions: DurableFunctions, options: TaskHubOptions): TaskHub => {
  const { directory, name, clock, overRunning } = options;
  const database = openHubDatabase(directory, name);
  const mailbox = createMailbox(database);
  const engine = new Engine(database, mailbox, functions, options);
  const client = createClient(database, mailbox, {
    now: () => clock.now(),
    onChange: () => {
      engine.wake();
    },
    overRunning,
  });
  let isOpen = true;
  return {
    name,
    client,
    key: keyOf(database),
    start: () => {
      engine.start();
    },
    stop: () => engine.stop(),
    idle: () => engine.idle(),
    nextTimer: () => engine.nextTimer(),
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      engine.leave();
      database.close();
    },
  };
};

const keyOf = ({ database, atomically }: HubDatabase): string =>
  atomically(() => {
    const known = database.prepare("SELECT value FROM facts WHERE name = 'key'").get()?.["value"];
    if (typeof known === "string") return known;
    // Hexadecimal: a key that began with a dash would look like an option to `npm run orchestrations -- --code KEY`.
    const key = randomBytes(24).toString("hex");
    database.prepare("INSERT INTO facts (name, value) VALUES ('key', ?)").run(key);
    return key;
  });
