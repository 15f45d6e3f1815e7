import type { BindingData } from "./binding-expressions.ts";
import type { Connections } from "./connections.ts";
import type { Durable } from "./durable/durable.ts";
import type { HostConfig } from "./host-json.ts";
import type { BindingInfo, RetryOptions, TypedData } from "./rpc.ts";
import type { Settings } from "./settings.ts";

/** Fetches the value of one input binding for one invocation. */
export type Input = { name: string; fetch: (data: BindingData) => Promise<TypedData | undefined> };

/** Writes what a function gave to one output binding. */
export type Output = { name: string; write: (value: TypedData, data: BindingData) => Promise<void> };

/** What bindings need before any invocation. */
export type BindingParts = {
  settings: Settings;
  connections: Connections;
  config: HostConfig;
  durable: Durable;
};

/** Checks an input binding's options (throws a HostError that begins with `where`) and gives back how to fetch it. */
export type InputKind = (name: string, binding: BindingInfo, where: string, parts: BindingParts) => Input;

/** Checks an output binding's options (throws a HostError that begins with `where`) and gives back how to write it. */
export type OutputKind = (name: string, binding: BindingInfo, where: string, parts: BindingParts) => Output;

/** A function that this host can run: its trigger and the bindings around it, checked and resolved. */
export type HostFunction = {
  id: string;
  name: string;
  triggerName: string;
  trigger: BindingInfo;
  inputs: readonly Input[];
  outputs: readonly Output[];
  retry: RetryOptions | undefined;
};

/** The name that the library gives to the binding behind a function's return value. */
export const returnBinding = "$return";

/** A text option of a binding; undefined when it is absent or empty. */
export const textOption = (binding: BindingInfo, name: string): string | undefined => {
  const value = binding[name];
  return typeof value === "string" && value !== "" ? value : undefined;
};
