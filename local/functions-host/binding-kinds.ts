import type { BindingParts, HostFunction, Input, InputKind, Output, OutputKind } from "./bindings.ts";
import { HostError } from "./host-error.ts";
import type { TriggerKind } from "./listener.ts";
import type { FunctionMetadata } from "./rpc.ts";
import { cosmosInput } from "./cosmos/input.ts";
import { cosmosOutput } from "./cosmos/output.ts";
import { cosmosTrigger } from "./cosmos/trigger.ts";
import { serviceBusOutput } from "./service-bus/output.ts";
import { serviceBusTrigger } from "./service-bus/trigger.ts";
import { timerTrigger } from "./timer/trigger.ts";

/** The trigger type that the HTTP front serves; the others each have a listener. */
export const httpTrigger = "httptrigger";

// Durable Functions (orchestrationTrigger, activityTrigger, entityTrigger, durableClient) gets its place in these tables.
const triggers: Readonly<Record<string, TriggerKind>> = {
  cosmosdbtrigger: cosmosTrigger,
  servicebustrigger: serviceBusTrigger,
  timertrigger: timerTrigger,
};

const inputs: Readonly<Record<string, InputKind>> = { cosmosdb: cosmosInput };

const outputs: Readonly<Record<string, OutputKind>> = {
  cosmosdb: cosmosOutput,
  servicebus: serviceBusOutput,
};

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

const durableTypes = ["orchestrationtrigger", "activitytrigger", "entitytrigger", "durableclient"];

const unknown = (name: string, role: string, type: string, known: readonly string[]): HostError => {
  const what = durableTypes.includes(type.toLowerCase()) ? "Durable Functions" : "it";
  return new HostError(
    `function "${name}" uses the ${role} "${type}", but local/functions-host does not have ${what} (it has: ${known.join(", ")}). Leave the function out by the setting AzureWebJobs.${name}.Disabled=true.`,
  );
};
