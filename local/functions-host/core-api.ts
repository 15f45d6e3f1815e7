import { registerHooks } from "node:module";
import type { FunctionMetadata, Invocation, LogCategory, LogLevel, TypedData } from "./rpc.ts";
import { HostError } from "./host-error.ts";

export type HookName = "appStart" | "appTerminate" | "preInvocation" | "postInvocation" | "log";
export type Hook = (context: Record<string, unknown>) => unknown;
export type Callback = (...args: unknown[]) => unknown;

/** What the library calls the core context of one invocation. */
export type CoreContext = {
  invocationId: string;
  request: Invocation;
  metadata: FunctionMetadata;
  state: "preInvocationHooks" | "invocation" | "postInvocationHooks" | undefined;
  log: (level: LogLevel, category: LogCategory, message: string) => void;
};

export type InvocationModel = {
  getArguments: () => Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction: (context: unknown, inputs: unknown[], callback: Callback) => Promise<unknown>;
  getResponse: (
    context: unknown,
    result: unknown,
  ) => Promise<{ outputData?: { name: string; data: TypedData }[]; returnValue?: TypedData | null }>;
};

export type ProgrammingModel = {
  name: string;
  version: string;
  getInvocationModel: (context: CoreContext) => InvocationModel;
  getCapabilities: (capabilities: Record<string, string>) => Promise<Record<string, string>>;
};

/** All that the app told the core while its files were loaded. */
export type CoreState = {
  functions: { metadata: FunctionMetadata; callback: Callback }[];
  hooks: Record<HookName, Hook[]>;
  model: ProgrammingModel | undefined;
  /** Set once the app has started: from then on a registration is an error, as in Azure. */
  sealed: boolean;
};

type SystemLog = (level: LogLevel, category: LogCategory, message: string) => void;

const specifier = "@azure/functions-core";
const moduleUrl = "ktgg-functions-host:core";
const globalKey = "ktgg.functions-core";

let provided = false;

/**
 * Provides the module `@azure/functions-core` to everything that is loaded from now on. The library keeps the first one
 * that it sees for the life of the process, so a process has one host: a second call throws.
 */
export const provideCore = (log: SystemLog): CoreState => {
  if (provided) {
    throw new HostError(
      "This process has a Functions host already. Start the second one as its own process.",
    );
  }
  provided = true;
  const state: CoreState = {
    functions: [],
    hooks: { appStart: [], appTerminate: [], preInvocation: [], postInvocation: [], log: [] },
    model: undefined,
    sealed: false,
  };
  Object.defineProperty(globalThis, Symbol.for(globalKey), { value: coreModule(state, log) });
  registerHooks({
    resolve: (name, context, next) =>
      name === specifier ? { url: moduleUrl, format: "commonjs", shortCircuit: true } : next(name, context),
    load: (url, context, next) =>
      url === moduleUrl
        ? {
            format: "commonjs",
            source: `module.exports = globalThis[Symbol.for(${JSON.stringify(globalKey)})];`,
            shortCircuit: true,
          }
        : next(url, context),
  });
  return state;
};

class Disposable {
  readonly #dispose: () => unknown;

  static from(...items: { dispose: () => unknown }[]): Disposable {
    return new Disposable(() => {
      for (const item of items) item.dispose();
    });
  }

  constructor(dispose: () => unknown) {
    this.#dispose = dispose;
  }

  dispose(): unknown {
    return this.#dispose();
  }
}

const coreModule = (state: CoreState, log: SystemLog): Record<string, unknown> => ({
  version: "3.10.1",
  hostVersion: "4.1035.0",
  Disposable,
  log,
  setProgrammingModel: (model: ProgrammingModel): void => {
    state.model = model;
  },
  getProgrammingModel: (): ProgrammingModel | undefined => state.model,
  registerFunction: (metadata: FunctionMetadata, callback: Callback): Disposable => {
    if (state.sealed) throw new Error("A function can only be registered during app startup.");
    if (state.functions.some((known) => known.metadata.name === metadata.name)) {
      throw new Error(
        `A function named "${metadata.name}" is registered already. Function names are unique.`,
      );
    }
    const entry = { metadata, callback };
    state.functions.push(entry);
    return new Disposable(() => {
      if (state.sealed) throw new Error("A function can only be disposed during app startup.");
      state.functions.splice(state.functions.indexOf(entry), 1);
    });
  },
  registerHook: (name: HookName, hook: Hook): Disposable => {
    if (!Object.hasOwn(state.hooks, name)) {
      throw Object.assign(new RangeError(`Unrecognized hook "${name}"`), {
        isAzureFunctionsSystemError: true,
      });
    }
    state.hooks[name].push(hook);
    return new Disposable(() => {
      state.hooks[name].splice(state.hooks[name].indexOf(hook), 1);
    });
  },
});
