import type { HostFunction, Input, Output } from "./bindings.ts";
import { HostError } from "./host-error.ts";
import type { HostParts, TriggerKind } from "./listener.ts";
import type { BindingInfo, FunctionMetadata } from "./rpc.ts";
import { timerTrigger } from "./timer/trigger.ts";

/** The parts that bindings need before any invocation. */
export type BindingParts = Pick<HostParts, "settings" | "connections">;

type InputKind = (name: string, binding: BindingInfo, where: string, parts: BindingParts) => Input;
type OutputKind = (name: string, binding: BindingInfo, where: string, parts: BindingParts) => Output;

/** The trigger type that the HTTP front serves; the others each have a listener. */
export const httpTrigger = "httptrigger";

// Durable Functions (orchestrationTrigger, activityTrigger, entityTrigger, durableClient) gets its place in these tables.
const triggers: Readonly<Record<string, TriggerKind>> = {
  timertrigger: timerTrigger,
};

const inputs: Readonly<Record<string, InputKind>> = {};

const outputs: Readonly<Record<string, OutputKind>> = {};

/** The listener kind of a function's trigger; throws, naming both, when this host has no such trigger. */
export const triggerKind = (target: HostFunction): TriggerKind => {
  const kind = find(triggers, target.trigger.type);
  if (kind === undefined)
    throw unknown(target.name, "trigger", target.trigger.type, [...Object.keys(triggers), httpTrigger]);
  return kind;
};

/** Resolves a registered function's bindings; throws a HostError that names the function when one is not to be had. */
export const prepareFunction = (
  id: string,
  metadata: FunctionMetadata,
  parts: BindingParts,
): HostFunction => {
  const { name } = metadata;
  const entries = Object.entries(metadata.bindings);
  const found = entries.find(([, binding]) => /trigger$/i.test(binding.type));
  if (found === undefined) throw new HostError(`function "${name}" has no trigger.`);
  const [triggerName, trigger] = found;
  const inputList: Input[] = [];
  const outputList: Output[] = [];
  for (const [bindingName, binding] of entries) {
    if (bindingName === triggerName) continue;
    const where = `function "${name}", binding "${bindingName}" (${binding.type})`;
    if (binding.direction === "in") {
      const kind = find(inputs, binding.type);
      if (kind === undefined) throw unknown(name, "input binding", binding.type, Object.keys(inputs));
      inputList.push(kind(bindingName, binding, where, parts));
    } else if (binding.type.toLowerCase() === "http") {
      // The answer itself; the HTTP front writes it.
      if (trigger.type.toLowerCase() !== httpTrigger) {
        throw new HostError(`function "${name}" has an HTTP output but no HTTP trigger.`);
      }
    } else {
      const kind = find(outputs, binding.type);
      if (kind === undefined)
        throw unknown(name, "output binding", binding.type, [...Object.keys(outputs), "http"]);
      outputList.push(kind(bindingName, binding, where, parts));
    }
  }
  const { retryOptions: retry } = metadata;
  return { id, name, triggerName, trigger, inputs: inputList, outputs: outputList, retry };
};

const find = <T>(kinds: Readonly<Record<string, T>>, type: string): T | undefined => {
  const key = type.toLowerCase();
  return Object.hasOwn(kinds, key) ? kinds[key] : undefined;
};

const unknown = (name: string, role: string, type: string, known: readonly string[]): HostError =>
  new HostError(
    `function "${name}" uses the ${role} "${type}", which local/functions-host does not have (it has: ${known.join(", ")}). Leave the function out by the setting AzureWebJobs.${name}.Disabled=true.`,
  );
