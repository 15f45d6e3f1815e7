import type { ProcessErrorArgs, ServiceBusReceivedMessage, ServiceBusReceiver } from "@azure/service-bus";
import { messageOf } from "../host-error.ts";
import type { Log } from "../log.ts";

type Settlement = {
  receiver: ServiceBusReceiver;
  messages: readonly ServiceBusReceivedMessage[];
  succeeded: boolean;
  autoComplete: boolean;
  log: Log;
};

/**
 * Completes what succeeded (unless autoCompleteMessages is off) and abandons what failed. A settlement that fails, because
 * the lock or the connection is gone, is logged: the broker delivers that message again.
 */
export const settle = async ({
  receiver,
  messages,
  succeeded,
  autoComplete,
  log,
}: Settlement): Promise<void> => {
  if (succeeded && !autoComplete) return;
  await Promise.all(
    messages.map(async (message) => {
      try {
        await (succeeded ? receiver.completeMessage(message) : receiver.abandonMessage(message));
      } catch (error) {
        const what = `Message ${String(message.messageId)} could not be ${succeeded ? "completed" : "abandoned"}`;
        log("warning", "Host.ServiceBus", `${what}: ${messageOf(error)}`);
      }
    }),
  );
};

const quietMs = 10_000;

/** Logs a receiver's errors; the same error again within ten seconds (a broker that is down) is left out. */
export const createErrorLog = (
  log: Log,
  functionName: string,
  entity: string,
): ((args: ProcessErrorArgs) => Promise<void>) => {
  const seen = new Map<string, number>();
  return ({ error, errorSource }) => {
    const text = `Receiving for "${functionName}" from ${entity} (${errorSource}): ${error.message}`;
    const now = Date.now();
    if (now - (seen.get(text) ?? 0) > quietMs) {
      seen.set(text, now);
      log("warning", "Host.ServiceBus", text);
    }
    return Promise.resolve();
  };
};
