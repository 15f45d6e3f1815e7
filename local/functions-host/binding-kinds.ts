import type { BindingParts, HostFunction, Input, InputKind, Output, OutputKind } from "./bindings.ts";
import { HostError } from "./host-error.ts";
import type { TriggerKind } from "./listener.ts";
import type { FunctionMetadata } from "./rpc.ts";

/** The trigger type that the HTTP front serves; the others each have a listener. */
export const httpTrigger = "httptrigger";

type Table<T> = Readonly<Record<string, () => Promise<T>>>;

// Loaded when an app has them: the SDKs behind take a while.
const triggers: Table<TriggerKind> = {
  activityTrigger: async () => (await import("./durable/trigger.ts")).activityTrigger,
  cosmosDBTrigger: async () => (await import("./cosmos/trigger.ts")).cosmosTrigger,
  entityTrigger: async () => (await import("./durable/trigger.ts")).entityTrigger,
  orchestrationTrigger: async () => (await import("./durable/trigger.ts")).orchestrationTrigger,
  serviceBusTrigger: async () => (await import("./service-bus/trigger.ts")).serviceBusTrigger,
  timerTrigger: async () => (await import("./timer/trigger.ts")).timerTrigger,
};

const inputs: Table<InputKind> = {
  cosmosDB: async () => (await import("./cosmos/input.ts")).cosmosInput,
  durableClient: async () => (await import("./durable/client-input.ts")).clientInput,
};

const outputs: Table<OutputKind> = {
  cosmosDB: async () => (await import("./cosmos/output.ts")).cosmosOutput,
  serviceBus: async () => (await import("./service-bus/output.ts")).serviceBusOutput,
};

/** The listener kind of a function's trigger; rejects, naming both, when this host has no such trigger. */
export const triggerKind = ({ name, trigger }: HostFunction): Promise<TriggerKind> =>
  find(triggers, name, "trigger", trigger.type, ["httpTrigger"]);

/** Resolves a registered function's bindings; throws a HostError that names the function when one is not to be had. */
export const prepareFunction = async (
  id: string,
  metadata: FunctionMetadata,
  parts: BindingParts,
): Promise<HostFunction> => {
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
      const kind = await find(inputs, name, "input binding", binding.type, []);
      inputList.push(kind(bindingName, binding, where, parts));
    } else if (binding.type.toLowerCase() === "http") {
      // The answer itself; the HTTP front writes it.
      if (trigger.type.toLowerCase() !== httpTrigger) {
        throw new HostError(`function "${name}" has an HTTP output but no HTTP trigger.`);
      }
    } else {
      const kind = await find(outputs, name, "output binding", binding.type, ["http"]);
      outputList.push(kind(bindingName, binding, where, parts));
    }
  }
  const { retryOptions: retry } = metadata;
  return { id, name, triggerName, trigger, inputs: inputList, outputs: outputList, retry };
};

const find = async <T>(
  table: Table<T>,
  name: string,
  role: string,
  type: string,
  others: readonly string[],
): Promise<T> => {
  const wanted = type.toLowerCase();
  const entry = Object.entries(table).find(([key]) => key.toLowerCase() === wanted);
  if (entry !== undefined) return entry[1]();
  const known = [...Object.keys(table), ...others].join(", ");
  throw new HostError(
    `function "${name}" uses the ${role} "${type}", but local/functions-host does not have it (it has: ${known}). Leave the function out by the setting AzureWebJobs.${name}.Disabled=true.`,
  );
};
