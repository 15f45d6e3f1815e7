// The shapes that cross between a Functions host and a worker: the parts of the FunctionRpc contract that we use, in the
// form in which `@azure/functions` takes and gives them.

/** A value on its way between host and worker; exactly one field is set. */
export type TypedData = {
  string?: string;
  json?: string;
  bytes?: Uint8Array;
  int?: number;
  double?: number;
  http?: HttpData;
  collectionString?: { string: string[] };
  collectionBytes?: { bytes: Uint8Array[] };
};

export type NullableString = { value: string };

/** An HTTP request or response without streaming. */
export type HttpData = {
  method?: string;
  url?: string;
  headers?: Record<string, string>;
  body?: TypedData | null;
  nullableHeaders?: Record<string, NullableString>;
  nullableParams?: Record<string, NullableString>;
  nullableQuery?: Record<string, NullableString>;
  statusCode?: string;
  cookies?: HttpCookie[];
};

export type HttpCookie = {
  name: string;
  value: string;
  domain?: NullableString;
  path?: NullableString;
  expires?: { value: { seconds: number } };
  secure?: { value: boolean };
  httpOnly?: { value: boolean };
  sameSite?: "none" | "lax" | "strict" | "explicitNone";
  maxAge?: { value: number };
};

/** One binding of a function as the app registered it: `type`, `direction` and the binding's own options. */
export type BindingInfo = { type: string; direction: "in" | "out" } & Record<string, unknown>;

/** A retry policy as the library hands it over: durations are whole seconds. */
export type RetryOptions = {
  maxRetryCount: number;
  retryStrategy: "fixedDelay" | "exponentialBackoff";
  delayInterval?: { seconds: number };
  minimumInterval?: { seconds: number };
  maximumInterval?: { seconds: number };
};

export type FunctionMetadata = {
  name: string;
  bindings: Record<string, BindingInfo>;
  retryOptions?: RetryOptions;
};

export type RetryContext = {
  retryCount: number;
  maxRetryCount: number;
  exception?: { message: string; stackTrace?: string };
};

export type TraceContext = { traceParent: string; traceState?: string };

/** What a worker needs to run one function once. */
export type Invocation = {
  invocationId: string;
  inputData: { name: string; data: TypedData }[];
  triggerMetadata: Record<string, TypedData>;
  traceContext?: TraceContext;
  retryContext?: RetryContext;
};

export type InvocationResult = {
  outputData: { name: string; data: TypedData }[];
  returnValue: TypedData | undefined;
  /** False when the handler gave nothing back: a streamed answer is then never sent. */
  answered: boolean;
};

export type LogLevel = "trace" | "debug" | "information" | "warning" | "error" | "critical" | "none";
export type LogCategory = "user" | "system" | "customMetric";
