import type { ServiceBusClient, ServiceBusReceivedMessage, ServiceBusReceiver } from "@azure/service-bus";
import type { HostFunction } from "../bindings.ts";
import { HostError } from "../host-error.ts";
import type { ServiceBusConfig } from "../host-json.ts";
import type { Call } from "../invoker.ts";
import type { HostParts, Listener, TriggerKind } from "../listener.ts";
import { busClient } from "./client.ts";
import { entityOf, nameOf, type Entity } from "./entity.ts";
import { createBatcher } from "./batcher.ts";
import { bindingDataOf, bytesOf, metadataOf, metadataOfAll } from "./message.ts";
import { listenToSessions } from "./sessions.ts";
import { createErrorLog, settle } from "./settlement.ts";

/** serviceBusTrigger for queues and subscriptions, one message or many at a time. */
export const serviceBusTrigger: TriggerKind = (target, parts) => {
  const where = `function "${target.name}" (serviceBusTrigger)`;
  const { trigger } = target;
  const entity = entityOf(trigger, parts.settings, where);
  if (entity.kind === "topic" && entity.subscription === undefined) {
    throw new HostError(`${where} has a topicName but no subscriptionName.`);
  }
  if (trigger["sdkBinding"] === true) {
    throw new HostError(`${where} uses sdkBinding, which local/functions-host does not have. Leave it out.`);
  }
  const { cardinality } = trigger;
  if (cardinality !== undefined && cardinality !== "one" && cardinality !== "many") {
    throw new HostError(`${where}: cardinality must be "one" or "many".`);
  }
  if (target.retry !== undefined) {
    parts.log(
      "warning",
      "Host.Startup",
      `${where} has a retry policy, which Azure does not honour for this trigger: the broker redelivers instead.`,
    );
  }
  const many = cardinality === "many";
  if (trigger["isSessionsEnabled"] !== true) return listenTo(target, parts, entity, many);
  if (many) {
    throw new HostError(
      `${where} takes many messages of sessions, which local/functions-host does not have. Use cardinality "one".`,
    );
  }
  return listenToSessions({
    target,
    parts,
    entity,
    autoComplete: autoCompletes(target, parts.config.serviceBus),
    oneCall,
  });
};

const listenTo = (target: HostFunction, parts: HostParts, entity: Entity, many: boolean): Listener => {
  const { config, connections, invoker, log } = parts;
  const autoComplete = autoCompletes(target, config.serviceBus);
  const receiver = openReceiver(
    busClient(connections, entity.connection, config.serviceBus),
    entity,
    config.serviceBus,
  );
  let subscription: { close: () => Promise<void> } | undefined;
  const underWay = new Set<Promise<void>>();
  const held = new Set<ServiceBusReceivedMessage>();
  let stopping = false;

  const handle = async (messages: readonly ServiceBusReceivedMessage[], call: Call): Promise<void> => {
    const succeeded = await invoker.invoke(target, call).then(
      () => true,
      // The invoker has logged it; the broker counts the delivery and dead-letters in the end.
      () => false,
    );
    await settle({ receiver, messages, succeeded, autoComplete, log });
  };
  const batcher = createBatcher<ServiceBusReceivedMessage>(config.serviceBus.batch, (messages) =>
    handle(messages, manyCall(messages, target)),
  );
  const abandon = (messages: readonly ServiceBusReceivedMessage[]): Promise<void> =>
    settle({ receiver, messages, succeeded: false, autoComplete, log });
  const process = async (message: ServiceBusReceivedMessage): Promise<void> => {
    // Taken after the stop began: left alone, it would wait for its lock to lapse.
    if (stopping) await abandon([message]);
    else if (many) await batcher.add(message);
    else await handle([message], oneCall(message, target));
  };
  return {
    start: () => {
      subscription = receiver.subscribe(
        {
          processMessage: (message) => {
            held.add(message);
            const work = process(message).finally(() => {
              underWay.delete(work);
              held.delete(message);
            });
            underWay.add(work);
            return work;
          },
          processError: createErrorLog(log, target.name, nameOf(entity)),
        },
        {
          autoCompleteMessages: false,
          maxConcurrentCalls: many ? config.serviceBus.batch.most : config.serviceBus.maxConcurrentCalls,
        },
      );
      return Promise.resolve();
    },
    stop: async () => {
      stopping = true;
      await subscription?.close();
      // The SDK's close() does not wait for its handlers, which need the link to settle what they handled.
      await Promise.all(underWay);
      await receiver.close();
    },
    giveBack: () => abandon([...held]),
  };
};

const openReceiver = (
  client: ServiceBusClient,
  entity: Entity,
  config: ServiceBusConfig,
): ServiceBusReceiver => {
  const options = {
    receiveMode: "peekLock" as const,
    skipParsingBodyAsJson: true,
    maxAutoLockRenewalDurationInMs: config.maxAutoLockRenewalMs,
  };
  return entity.kind === "queue"
    ? client.createReceiver(entity.queue, options)
    : client.createReceiver(entity.topic, entity.subscription ?? "", options);
};

const autoCompletes = ({ trigger }: HostFunction, config: ServiceBusConfig): boolean => {
  const own = trigger["autoCompleteMessages"] ?? trigger["autoComplete"];
  return typeof own === "boolean" ? own : config.autoCompleteMessages;
};

const isBinary = ({ trigger }: HostFunction): boolean => trigger["dataType"] === "binary";

const oneCall = (message: ServiceBusReceivedMessage, target: HostFunction): Call => {
  const bytes = bytesOf(message);
  return {
    input: isBinary(target) ? { bytes } : { string: bytes.toString("utf8") },
    triggerMetadata: metadataOf(message),
    bindingData: () => bindingDataOf(message),
    traceParent: traceParentOf(message),
  };
};

const manyCall = (messages: readonly ServiceBusReceivedMessage[], target: HostFunction): Call => {
  const bodies = messages.map(bytesOf);
  return {
    input: isBinary(target)
      ? { collectionBytes: { bytes: bodies } }
      : { collectionString: { string: bodies.map((bytes) => bytes.toString("utf8")) } },
    triggerMetadata: metadataOfAll(messages),
    bindingData: () => ({}),
  };
};

// Where the Azure SDKs put the sender's trace context.
const traceParentOf = ({ applicationProperties }: ServiceBusReceivedMessage): string | undefined => {
  const id = applicationProperties?.["Diagnostic-Id"];
  return typeof id === "string" ? id : undefined;
};
