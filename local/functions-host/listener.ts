import type { HostFunction } from "./bindings.ts";
import type { Connections } from "./connections.ts";
import type { Durable } from "./durable/durable.ts";
import type { HostConfig } from "./host-json.ts";
import type { Invoker } from "./invoker.ts";
import type { Log } from "./log.ts";
import type { Settings } from "./settings.ts";
import type { Timings } from "./timings.ts";

/** What brings events to one function that HTTP does not bring. */
export type Listener = {
  /**
   * Begins to take events, and resolves when it does or has tried once: what is down then is tried again, so a start never
   * fails for it.
   */
  start: () => Promise<void>;
  /** Takes no more events and resolves once those under way are done and leases and locks are given back. */
  stop: () => Promise<void>;
  /**
   * After a stop whose deadline passed: gives back what is still under way, so that another instance does it at once instead
   * of when locks and leases lapse.
   */
  giveBack: () => Promise<void>;
};

/** What every trigger has at hand. */
export type HostParts = {
  config: HostConfig;
  settings: Settings;
  invoker: Invoker;
  connections: Connections;
  durable: Durable;
  log: Log;
  instanceId: string;
  timings: Timings;
  /** What only one function may have (a set of leases), with the name of the function that has it. */
  claims: Map<string, string>;
  /** Where the state that the instances on this machine share is kept. */
  stateDir: string;
};

/** Checks the function's trigger, throws a HostError that names function and setting, and gives back its listener. */
export type TriggerKind = (target: HostFunction, parts: HostParts) => Listener;
