import { setTimeout as delay } from "node:timers/promises";
import {
  isServiceBusError,
  type ServiceBusReceivedMessage,
  type ServiceBusSessionReceiver,
} from "@azure/service-bus";
import type { HostFunction } from "../bindings.ts";
import { messageOf } from "../host-error.ts";
import type { Call } from "../invoker.ts";
import type { HostParts, Listener } from "../listener.ts";
import { busClient } from "./client.ts";
import { nameOf, type Entity } from "./entity.ts";
import { createErrorLog, settle } from "./settlement.ts";

type Sessions = {
  target: HostFunction;
  parts: HostParts;
  entity: Entity;
  autoComplete: boolean;
  oneCall: (message: ServiceBusReceivedMessage, target: HostFunction) => Call;
};

const defaultIdleMs = 60_000;
const pauseAfterErrorMs = 1000;

/** Takes maxConcurrentSessions sessions at a time, the messages of each one by one, until a session is idle. */
export const listenToSessions = (sessions: Sessions): Listener => {
  const { parts, target, entity } = sessions;
  const stopping = new AbortController();
  let loops: Promise<void>[] = [];
  const open = new Set<ServiceBusSessionReceiver>();
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const receiver = await accept(parts, entity, stopping.signal);
        if (receiver === undefined) continue;
        open.add(receiver);
        await work(sessions, receiver, stopping.signal).finally(() => open.delete(receiver));
      } catch (error) {
        if (isAborted(stopping.signal)) return;
        parts.log("warning", "Host.ServiceBus", `Sessions for "${target.name}": ${messageOf(error)}`);
        await delay(pauseAfterErrorMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  };
  return {
    start: () => {
      loops = Array.from({ length: parts.config.serviceBus.maxConcurrentSessions }, loop);
      return Promise.resolve();
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
    // A session that is closed is free, with its messages.
    giveBack: async () => {
      await Promise.all([...open].map((receiver) => receiver.close()));
    },
  };
};

// A call, because the compiler would take the loop's own check for the last word.
const isAborted = (signal: AbortSignal): boolean => signal.aborted;

// Undefined when no session has messages: the broker answers a time-out, and one asks again.
const accept = async (
  { connections, config }: HostParts,
  entity: Entity,
  abortSignal: AbortSignal,
): Promise<ServiceBusSessionReceiver | undefined> => {
  const client = busClient(connections, entity.connection, config.serviceBus);
  const options = {
    abortSignal,
    skipParsingBodyAsJson: true,
    maxAutoLockRenewalDurationInMs: config.serviceBus.maxAutoLockRenewalMs,
  };
  try {
    return await (entity.kind === "queue"
      ? client.acceptNextSession(entity.queue, options)
      : client.acceptNextSession(entity.topic, entity.subscription ?? "", options));
  } catch (error) {
    if (isServiceBusError(error) && error.code === "ServiceTimeout") return undefined;
    throw error;
  }
};

const work = async (
  { target, parts, entity, autoComplete, oneCall }: Sessions,
  receiver: ServiceBusSessionReceiver,
  stopping: AbortSignal,
): Promise<void> => {
  const { invoker, log, config } = parts;
  const idleMs = config.serviceBus.sessionIdleTimeoutMs ?? defaultIdleMs;
  const logError = createErrorLog(log, target.name, nameOf(entity));
  let handling = Promise.resolve();
  const handle = async (message: ServiceBusReceivedMessage): Promise<void> => {
    const succeeded = await invoker.invoke(target, oneCall(message, target)).then(
      () => true,
      () => false,
    );
    await settle({ receiver, messages: [message], succeeded, autoComplete, log });
  };
  await new Promise<void>((resolve) => {
    let idle = setTimeout(resolve, idleMs);
    stopping.addEventListener("abort", () => {
      resolve();
    });
    receiver.subscribe(
      {
        processMessage: async (message) => {
          clearTimeout(idle);
          handling = handle(message);
          await handling;
          idle = setTimeout(resolve, idleMs);
        },
        processError: async (args) => {
          await logError(args);
          // A lost session or link is not taken up again by the SDK: let go and accept the next.
          resolve();
        },
      },
      { autoCompleteMessages: false, maxConcurrentCalls: 1 },
    );
  });
  await handling;
  await receiver.close();
};
