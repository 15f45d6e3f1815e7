import type { RetryOptions } from "@azure/functions";

/** A binding as `@azure/functions` tells it to the host. */
export type Binding = { name: string; type: string; direction: "in" | "out" };

/** A function as `@azure/functions` registers it with the host. */
export type Registration = {
  metadata: { name: string; bindings: Record<string, Binding>; retryOptions?: RetryOptions };
  callback: (...args: unknown[]) => unknown;
};

// The build puts this module in the place of `@azure/functions-core` for the app that main.ts loads late. The host takes no
// registration then; it has had them from the build's list, and the library's calls end here. What is public is for the library.
const registered: Registration[] = [];

/** What was registered since the last call. */
export const takeRegistrations = (): Registration[] => registered.splice(0);

/** @public */
export const registerFunction = (
  metadata: Registration["metadata"],
  callback: Registration["callback"],
): void => {
  registered.push({ metadata, callback });
};

/** @public */
export const registerHook = (name: string): never => {
  throw new Error(`Register the hook ${name} in functions/main.ts: when the app is loaded, it is too late.`);
};

/** @public */
export const setProgrammingModel = (): void => {
  // The host has the one of main.ts.
};

/** @public */
export const log = (_level: string, _category: string, message: string): void => {
  console.log(message);
};
