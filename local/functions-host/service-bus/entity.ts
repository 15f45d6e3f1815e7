import { textOption } from "../bindings.ts";
import { HostError } from "../host-error.ts";
import type { BindingInfo } from "../rpc.ts";
import { connectionString, expandSettings, type Settings } from "../settings.ts";

/** Where messages come from or go to. */
export type Entity =
  | { kind: "queue"; connection: string; queue: string }
  | { kind: "topic"; connection: string; topic: string; subscription: string | undefined };

/** Reads connection, queueName, topicName and subscriptionName of a Service Bus binding; throws, naming `where`. */
export const entityOf = (binding: BindingInfo, settings: Settings, where: string): Entity => {
  const option = (name: string): string | undefined => {
    const text = textOption(binding, name);
    return text && expandSettings(text, settings, `${where}: its ${name}`);
  };
  const connection = connectionString(option("connection") ?? "ServiceBus", settings, where);
  const queue = option("queueName");
  if (queue !== undefined) return { kind: "queue", connection, queue };
  const topic = option("topicName");
  if (topic === undefined) throw new HostError(`${where} has neither a queueName nor a topicName.`);
  return { kind: "topic", connection, topic, subscription: option("subscriptionName") };
};

/** The entity as a log line names it. */
export const nameOf = (entity: Entity): string =>
  entity.kind === "queue" ? `queue "${entity.queue}"` : `"${entity.topic}/${entity.subscription ?? ""}"`;
