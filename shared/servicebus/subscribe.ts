import { app, type FunctionInput } from "@azure/functions";
import { consumed } from "./consumed.ts";
import { consumer, type Handlers } from "./consumer.ts";

/** Registers a function on one subscription of a topic: each event to its handler, idempotent and in any order. */
export const onEvents = (
  name: string,
  topicName: string,
  subscriptionName: string,
  handlers: Handlers,
  extraInputs: FunctionInput[] = [],
): void => {
  consumed.push({ entity: topicName, subscription: subscriptionName });
  app.serviceBusTopic(name, {
    connection: "SERVICEBUS",
    topicName,
    subscriptionName,
    extraInputs,
    handler: consumer(handlers, { topic: topicName, subscription: subscriptionName }),
  });
};
