import { metrics, type Meter } from "@opentelemetry/api";

// Every metric of the app, in one place: docs/operations/metrics.md says what each is for. No attribute holds an id or a person.
// An instrument is made on its first use, since the API gives one that does nothing before telemetry has started.

const instrument = <Instrument>(make: (meter: Meter) => Instrument): (() => Instrument) => {
  let made: Instrument | undefined;
  return () => (made ??= make(metrics.getMeter("ktgg")));
};

/** Bounds for what people wait for. Source: OpenTelemetry's semantic conventions for HTTP metrics. */
const seconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
/** Bounds for what comes later by itself: from at once to days. */
const ages = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 21_600, 86_400];

const requestDuration = instrument((meter) =>
  meter.createHistogram("http.server.request.duration", {
    unit: "s",
    description: "Requests by route and status; those that are not GET are the commands",
    advice: { explicitBucketBoundaries: seconds },
  }),
);

/** A request was answered. */
export const recordRequest = (
  durationMs: number,
  request: { operation: string; method: string; route: string; status: number },
): void => {
  const { operation, method, route, status } = request;
  requestDuration().record(durationMs / 1000, {
    "http.request.method": method,
    "http.route": route,
    "http.response.status_code": status,
    "ktgg.operation": operation,
    ...(status >= 500 && { "error.type": String(status) }),
  });
};

const processDuration = instrument((meter) =>
  meter.createHistogram("messaging.process.duration", {
    unit: "s",
    description: "Events by consumer, and how they were handled",
    advice: { explicitBucketBoundaries: seconds },
  }),
);

const eventAge = instrument((meter) =>
  meter.createHistogram("ktgg.event.age", {
    unit: "s",
    description: "How old an event was when its consumer got it",
    advice: { explicitBucketBoundaries: ages },
  }),
);

/** What one consumer did with one event. */
export type Consumed = { functionName: string; topic: string; type: string };

/** A consumer got an event. */
export const recordEventAge = (ageMs: number, { functionName, type }: Consumed): void => {
  eventAge().record(Math.max(0, ageMs) / 1000, { "ktgg.function": functionName, "ktgg.event.type": type });
};

/** A consumer handled an event, or failed to. */
export const recordProcessed = (
  durationMs: number,
  { functionName, topic, type }: Consumed,
  failure: string | undefined,
): void => {
  processDuration().record(durationMs / 1000, {
    "messaging.system": "servicebus",
    "messaging.operation.name": "process",
    "messaging.destination.name": topic,
    "ktgg.function": functionName,
    "ktgg.event.type": type,
    ...(failure !== undefined && { "error.type": failure }),
  });
};

const feedLag = instrument((meter) =>
  meter.createHistogram("ktgg.feed.lag", {
    unit: "s",
    description:
      "How old the oldest event of a change-feed batch was when the batch was handled: relays and views",
    advice: { explicitBucketBoundaries: ages },
  }),
);

/** A change-feed function is done with a batch whose oldest event is so old. */
export const recordFeedLag = (ageMs: number, functionName: string): void => {
  feedLag().record(Math.max(0, ageMs) / 1000, { "ktgg.function": functionName });
};

const smsMessages = instrument((meter) =>
  meter.createCounter("ktgg.sms.messages", {
    unit: "{message}",
    description: "SMS by what the carrier said of them",
  }),
);

/** The carrier said this of one message; "failed": it could not be asked. */
export const countSms = (outcome: "sent" | "refused" | "busy" | "failed", count: number): void => {
  smsMessages().add(count, { "ktgg.outcome": outcome });
};

const consultationsWaiting = instrument((meter) =>
  meter.createGauge("ktgg.consultations.waiting", {
    unit: "{consultation}",
    description: "Consultations that nobody serves yet",
  }),
);

/** So many consultations wait for somebody to be free, or for staff. */
export const recordWaiting = (state: "waiting" | "escalated", count: number): void => {
  consultationsWaiting().record(count, { "ktgg.state": state });
};

const orchestrationFailures = instrument((meter) =>
  meter.createCounter("ktgg.orchestration.failures", {
    unit: "{failure}",
    description: "Tries of an orchestration's activities that failed",
  }),
);

/** A try of this activity failed; Durable tries again, and in the end the orchestration waits and begins anew. */
export const countOrchestrationFailure = (activity: string, failure: string): void => {
  orchestrationFailures().add(1, { "ktgg.function": activity, "error.type": failure });
};

const deadLetters = instrument((meter) =>
  meter.createGauge("ktgg.dead_letters", {
    unit: "{message}",
    description:
      "Messages that no consumer could handle, by the queue or subscription that they were given up in",
  }),
);

/** So many dead letters are in this place, or more. */
export const recordDeadLetters = (count: number, place: { entity: string; subscription?: string }): void => {
  const { entity, subscription } = place;
  deadLetters().record(count, {
    "messaging.system": "servicebus",
    "messaging.destination.name": entity,
    ...(subscription !== undefined && { "messaging.destination.subscription.name": subscription }),
  });
};
