import { app, type FunctionInput, type FunctionOutput, type FunctionTrigger } from "@azure/functions";
import { readFileSync } from "node:fs";
import { contextsNamed } from "./contexts.ts";
import type { Registration } from "./late-core.ts";

// What the host loads: it names the functions, which the build has listed, and is ready. The app itself, with the SDKs and all
// that they bring, is loaded behind it: a new instance answers the host eight times as fast (ADR 21).
type Listed = Registration["metadata"] & { contexts: string[] };

const listed = JSON.parse(readFileSync(new URL("./functions.json", import.meta.url), "utf8")) as Listed[];

let loading: Promise<Map<string, Registration["callback"]>> | undefined;

/** The app's handlers. What keeps the app from being composed would keep it from ever answering: it ends the process. */
const loaded = (): NonNullable<typeof loading> =>
  (loading ??= import("./app.ts").then(async ({ compose }) => {
    const composed = await compose(process.env);
    return new Map(composed.map(({ metadata, callback }) => [metadata.name, callback]));
  }));

const register = ({ name, bindings, retryOptions }: Listed): void => {
  const isTrigger = ([, { direction, type }]: [string, { direction: string; type: string }]): boolean =>
    direction === "in" && /trigger$/i.test(type);
  const all = Object.entries(bindings);
  const [, trigger] = all.find(isTrigger) ?? [];
  if (!trigger) throw new Error(`The function ${name} is listed without a trigger.`);
  const inputs = all.filter((entry) => entry[1].direction === "in" && !isTrigger(entry));
  const outputs = all.filter(([key, { direction }]) => direction === "out" && key !== "$return");
  app.generic(name, {
    trigger: trigger satisfies FunctionTrigger,
    ...(bindings["$return"] && { return: bindings["$return"] satisfies FunctionOutput }),
    extraInputs: inputs.map(([, input]) => input satisfies FunctionInput),
    extraOutputs: outputs.map(([, output]) => output satisfies FunctionOutput),
    ...(retryOptions && { retry: retryOptions }),
    handler: async (...args: unknown[]) => {
      const handler = (await loaded()).get(name);
      if (!handler) throw new Error(`The function ${name} is listed, but the app has none of that name.`);
      return handler(...args);
    },
  });
};

app.setup({ enableHttpStream: true });
const contexts = contextsNamed(process.env["KTGG_CONTEXTS"]);
for (const entry of listed) if (entry.contexts.some((context) => contexts.includes(context))) register(entry);

// Settings that are wrong stop the start, with all that is wrong in the message. The rest is loaded beside the host's own start.
app.hook.appStart(async () => {
  const { readSettings } = await import("./settings.ts");
  readSettings(process.env);
  setImmediate(() => void loaded());
});
