import type { ServiceBusClient, ServiceBusReceiver } from "@azure/service-bus";
import topology from "../../infra/topology.json" with { type: "json" };

/** Where messages can be dead-lettered: a queue, or one subscription of a topic. */
export type Place = {
  /** `queue` or `topic/subscription`. */
  name: string;
  /** What a message is sent to so that it comes here again. */
  entity: string;
  deadLetters: (client: ServiceBusClient) => ServiceBusReceiver;
};

// The bytes as they came: what is sent again is what was sent.
const options = { subQueueType: "deadLetter", skipParsingBodyAsJson: true } as const;

/** Every place of the app, as infra/topology.json lists them. */
export const places: readonly Place[] = [
  ...topology.serviceBus.queues.map(({ name }) => ({
    name,
    entity: name,
    deadLetters: (client: ServiceBusClient) => client.createReceiver(name, options),
  })),
  ...topology.serviceBus.topics.flatMap(({ name: topic, subscriptions }) =>
    subscriptions.map(({ name }) => ({
      name: `${topic}/${name}`,
      entity: topic,
      deadLetters: (client: ServiceBusClient) => client.createReceiver(topic, name, options),
    })),
  ),
];

/** The place of this name. @throws with all names when there is none */
export const placeOf = (name: string): Place => {
  const found = places.find((place) => place.name === name);
  if (found) return found;
  throw new Error(`There is no ${name}. There are: ${places.map((place) => place.name).join(", ")}.`);
};
