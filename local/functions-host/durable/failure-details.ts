/** The failure of an activity as a history carries it, so that durable-functions makes a TaskFailedError of it. */
export type FailureDetails = {
  ErrorType: string;
  ErrorMessage: string;
  StackTrace?: string;
  IsNonRetriable: boolean;
  Properties?: Record<string, unknown>;
};

type Payload = {
  errorType: string;
  errorMessage: string;
  stackTrace?: string;
  isNonRetriable?: boolean;
  properties?: Record<string, unknown>;
};

/** Reads the details that durable-functions puts into an error's message when the app has an ExceptionPropertiesProvider. */
export const failureDetailsOf = (message: string): FailureDetails | undefined => {
  if (!message.startsWith('{"errorType":')) return undefined;
  let payload: Payload;
  try {
    payload = JSON.parse(message) as Payload;
  } catch {
    // A message that only looks like one is the activity's own.
    return undefined;
  }
  const { errorType, errorMessage, stackTrace, isNonRetriable = false, properties } = payload;
  return {
    ErrorType: errorType,
    ErrorMessage: errorMessage,
    IsNonRetriable: isNonRetriable,
    ...(stackTrace !== undefined && { StackTrace: stackTrace }),
    ...(properties !== undefined && { Properties: properties }),
  };
};
