import type { AmqpError } from "./rhea.ts";

/** The AMQP errors that the bus gives, each with the condition that the SDKs turn into their own error codes. */
export const amqpErrors = {
  notFound: (address: string): AmqpError => ({
    condition: "amqp:not-found",
    // The SDK takes it for a missing entity only with this text.
    description: `The messaging entity '${address}' could not be found.`,
  }),
  notAllowed: (description: string): AmqpError => ({ condition: "amqp:not-allowed", description }),
  notSupported: (what: string): AmqpError => ({
    condition: "amqp:not-implemented",
    description: `${what} not supported by the local Service Bus.`,
  }),
  unauthorized: (address: string): AmqpError => ({
    condition: "amqp:unauthorized-access",
    description: `Unauthorized access: put a token for '${address}' to $cbs before attaching to it.`,
  }),
  serverBusy: (): AmqpError => ({
    condition: "com.microsoft:server-busy",
    description: "The server was unable to process the request; please retry the operation (fault switch).",
  }),
  tooLarge: (bytes: number, limit: number): AmqpError => ({
    condition: "amqp:link:message-size-exceeded",
    description: `The received message (${bytes} bytes) exceeds the limit of ${limit} bytes on the link.`,
  }),
  malformed: (reason: string): AmqpError => ({ condition: "amqp:decode-error", description: reason }),
  messageLockLost: (): AmqpError => ({
    condition: "com.microsoft:message-lock-lost",
    description:
      "The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.",
  }),
  sessionLockLost: (sessionId: string): AmqpError => ({
    condition: "com.microsoft:session-lock-lost",
    description: `The session lock for session '${sessionId}' has expired or was lost.`,
  }),
  sessionBusy: (sessionId: string): AmqpError => ({
    condition: "com.microsoft:session-cannot-be-locked",
    description: `The requested session '${sessionId}' cannot be accepted. It may be locked by another receiver.`,
  }),
  noSession: (): AmqpError => ({
    condition: "com.microsoft:timeout",
    description: "No session with messages became available within the time asked for.",
  }),
  stopping: (): AmqpError => ({
    condition: "amqp:connection:forced",
    description: "The local Service Bus is stopping.",
  }),
};
