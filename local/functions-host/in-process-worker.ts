import { entryPoints, loadApp } from "./app-files.ts";
import {
  provideCore,
  type Callback,
  type CoreContext,
  type CoreState,
  type Hook,
  type HookName,
} from "./core-api.ts";
import { refuseReusedTasks } from "./durable/reused-task.ts";
import { HostError } from "./host-error.ts";
import { withLibraryServer } from "./library-server.ts";
import type { FunctionMetadata, Invocation, InvocationResult, LogCategory, LogLevel } from "./rpc.ts";
import type { Worker } from "./worker.ts";

/** Where a log line comes from; both are undefined outside an invocation. */
export type LogOrigin = { functionName: string; invocationId: string };
export type WorkerLog = (
  level: LogLevel,
  category: LogCategory,
  message: string,
  origin: LogOrigin | undefined,
) => void;

/** Loads the app into this process and gives back the worker that runs its functions. */
export const startInProcessWorker = async (appDir: string, log: WorkerLog): Promise<Worker> => {
  const files = entryPoints(appDir);
  const core = provideCore((level, category, message) => {
    log(level, category, message, undefined);
  });
  await loadApp(files);
  const model = core.model;
  if (model === undefined) {
    throw new HostError(
      `No function was registered by ${files.join(", ")}. The files must import "@azure/functions" (v4 model) and call app.http(...) or the like.`,
    );
  }
  const appHookData: Record<string, unknown> = {};
  await runHooks(core, "appStart", { hookData: appHookData, appHookData, functionAppDirectory: appDir });
  const { result: capabilities, deliver } = await withLibraryServer(() =>
    Promise.resolve(model.getCapabilities({})),
  );
  core.sealed = true;
  const byId = new Map(core.functions.map((entry) => [entry.metadata.name, entry]));
  const { HttpUri: httpUri } = capabilities;
  return {
    functions: core.functions.map(({ metadata }) => ({ id: metadata.name, metadata })),
    httpUri: httpUri === undefined ? undefined : new URL(httpUri),
    deliver: httpUri === undefined ? undefined : deliver,
    invoke: (functionId, invocation) => {
      const entry = byId.get(functionId);
      if (entry === undefined) throw new HostError(`There is no function "${functionId}".`);
      return run({ core, appHookData, log }, entry, invocation);
    },
    terminate: () => runHooks(core, "appTerminate", { hookData: appHookData, appHookData }),
  };
};

type Runtime = { core: CoreState; appHookData: Record<string, unknown>; log: WorkerLog };

const run = async (
  { core, appHookData, log }: Runtime,
  { metadata, callback }: { metadata: FunctionMetadata; callback: Callback },
  request: Invocation,
): Promise<InvocationResult> => {
  if (core.model === undefined) throw new HostError("The app has no programming model.");
  const hookData: Record<string, unknown> = {};
  const origin = { functionName: metadata.name, invocationId: request.invocationId };
  const seen: { context: unknown } = { context: undefined };
  const coreContext: CoreContext = {
    invocationId: request.invocationId,
    request,
    metadata,
    state: undefined,
    log: (level, category, message) => {
      if (core.hooks.log.length === 0) {
        log(level, category, message, origin);
        return;
      }
      const line = { hookData, appHookData, level, message, category, invocationContext: seen.context };
      for (const hook of core.hooks.log) hook(line);
      log(line.level, line.category, line.message, origin);
    },
  };
  const model = core.model.getInvocationModel(coreContext);
  const args = await model.getArguments();
  const invocationContext = args.context;
  seen.context = invocationContext;

  const before = {
    hookData,
    appHookData,
    invocationContext,
    functionCallback: callback,
    inputs: args.inputs,
  };
  coreContext.state = "preInvocationHooks";
  if (core.hooks.preInvocation.length > 0) await runHooks(core, "preInvocation", before);

  const after: Record<string, unknown> & { result: unknown; error: unknown } = {
    hookData,
    appHookData,
    invocationContext,
    inputs: before.inputs,
    result: null,
    error: null,
  };
  coreContext.state = "invocation";
  try {
    after.result = await model.invokeFunction(invocationContext, before.inputs, before.functionCallback);
    if (isOrchestrator(metadata)) refuseReusedTasks(after.result);
  } catch (error) {
    // A handler may throw undefined or null; that is a failure all the same.
    after.error = error ?? new Error("The function threw undefined or null.");
  }
  coreContext.state = "postInvocationHooks";
  if (core.hooks.postInvocation.length > 0) await runHooks(core, "postInvocation", after);
  if (after.error !== null && after.error !== undefined) throw after.error as Error;

  const response = await model.getResponse(invocationContext, after.result);
  return {
    outputData: response.outputData ?? [],
    returnValue: response.returnValue ?? undefined,
    answered: after.result !== null && after.result !== undefined,
  };
};

const isOrchestrator = ({ bindings }: FunctionMetadata): boolean =>
  Object.values(bindings).some(({ type }) => type === "orchestrationTrigger");

const runHooks = async (core: CoreState, name: HookName, context: Record<string, unknown>): Promise<void> => {
  for (const hook of core.hooks[name] satisfies Hook[]) await hook(context);
};
