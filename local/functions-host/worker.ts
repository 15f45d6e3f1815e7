import type { Deliver } from "./library-server.ts";
import type { FunctionMetadata, Invocation, InvocationResult } from "./rpc.ts";

/** A function that the app registered; the id stands for it in `invoke`. */
export type LoadedFunction = { id: string; metadata: FunctionMetadata };

/**
 * Runs the app's functions. The in-process worker is the one we have; a child process that speaks the gRPC
 * `FunctionRpc` contract can stand behind the same type.
 */
export type Worker = {
  functions: readonly LoadedFunction[];
  /** Where the library listens for streamed HTTP requests; undefined when the app did not ask for streaming. */
  httpUri: URL | undefined;
  /** Hands a request to that server without a connection, where it is in this process. */
  deliver: Deliver | undefined;
  /** Rejects with the handler's own error. */
  invoke: (functionId: string, invocation: Invocation) => Promise<InvocationResult>;
  /** Runs the app's terminate hooks. */
  terminate: () => Promise<void>;
};
