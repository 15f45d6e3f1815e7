import { parseDuration } from "./duration.ts";

/** The `serviceBus` part of infra/topology.json. */
export type ServiceBusTopology = {
  queues?: readonly QueueTopology[];
  topics?: readonly TopicTopology[];
};

type Receiving = {
  name: string;
  lockDuration?: string;
  maxDeliveryCount?: number;
  defaultMessageTimeToLive?: string;
  deadLetteringOnMessageExpiration?: boolean;
  requiresSession?: boolean;
  forwardTo?: string;
  forwardDeadLetteredMessagesTo?: string;
};
type Duplicates = { duplicateDetectionHistoryTimeWindow?: string };
type QueueTopology = Receiving & Duplicates;
type SubscriptionTopology = Receiving & { subjects?: readonly string[] };
type TopicTopology = Duplicates & {
  name: string;
  defaultMessageTimeToLive?: string;
  subscriptions?: readonly SubscriptionTopology[];
};

/** What the official emulator allows at most; this bus allows what Azure does. */
const emulatorLimits = { timeToLive: "PT1H", duplicateWindow: "PT5M", maxDeliveryCount: 10 };

/**
 * The Config.json of the official emulator for a topology. A subscription with `subjects` gets one correlation rule
 * for each, one without gets every message (the default rule). `for: "emulator"` also cuts durations and delivery
 * counts down to what the official emulator allows.
 */
export const configFromTopology = (
  topology: ServiceBusTopology,
  options: { for: "local" | "emulator" } = { for: "local" },
): unknown => {
  const limited = options.for === "emulator";
  const shorter = (duration: string | undefined, most: string): string | undefined =>
    limited && duration !== undefined && (parseDuration(duration) ?? 0) > (parseDuration(most) ?? 0)
      ? most
      : duration;

  const duplicates = ({ duplicateDetectionHistoryTimeWindow: window }: Duplicates): object => ({
    RequiresDuplicateDetection: window !== undefined,
    ...given("DuplicateDetectionHistoryTimeWindow", shorter(window, emulatorLimits.duplicateWindow)),
  });
  const timeToLive = (duration: string | undefined): object =>
    given("DefaultMessageTimeToLive", shorter(duration, emulatorLimits.timeToLive));
  const deliveries = (count: number | undefined): object =>
    given(
      "MaxDeliveryCount",
      limited && count !== undefined ? Math.min(count, emulatorLimits.maxDeliveryCount) : count,
    );
  const receiving = (entity: Receiving): object => ({
    ...given("DeadLetteringOnMessageExpiration", entity.deadLetteringOnMessageExpiration),
    ...timeToLive(entity.defaultMessageTimeToLive),
    ...given("LockDuration", entity.lockDuration),
    ...deliveries(entity.maxDeliveryCount),
    ...given("RequiresSession", entity.requiresSession),
    ...given("ForwardTo", entity.forwardTo),
    ...given("ForwardDeadLetteredMessagesTo", entity.forwardDeadLetteredMessagesTo),
  });

  return {
    UserConfig: {
      Namespaces: [
        {
          Name: "sbemulatorns",
          Queues: (topology.queues ?? []).map((queue) => ({
            Name: queue.name,
            Properties: { ...receiving(queue), ...duplicates(queue) },
          })),
          Topics: (topology.topics ?? []).map((topic) => ({
            Name: topic.name,
            Properties: { ...timeToLive(topic.defaultMessageTimeToLive), ...duplicates(topic) },
            Subscriptions: (topic.subscriptions ?? []).map((subscription) => ({
              Name: subscription.name,
              // Azure bounds a subscription's messages by the topic's time to live; without its own it has that one.
              Properties: receiving({ ...inherited(topic), ...subscription }),
              ...given("Rules", subscription.subjects?.map(subjectRule)),
            })),
          })),
        },
      ],
      Logging: { Type: "File" },
    },
  };
};

const inherited = (topic: TopicTopology): Pick<Receiving, "defaultMessageTimeToLive"> =>
  topic.defaultMessageTimeToLive === undefined
    ? {}
    : { defaultMessageTimeToLive: topic.defaultMessageTimeToLive };

const subjectRule = (subject: string): object => ({
  Name: subject,
  Properties: { FilterType: "Correlation", CorrelationFilter: { Label: subject } },
});

/** An entry, or none when there is no value. */
const given = (key: string, value: unknown): object => (value === undefined ? {} : { [key]: value });
