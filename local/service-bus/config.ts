import { configSchema } from "./config-schema.ts";
import type { ConfiguredDuplicates, ConfiguredReceiving, ConfiguredRule } from "./config-schema.ts";
import { SqlFilterError } from "./filter/lexer.ts";
import { compileRule, correlationFields, defaultRule } from "./filter/rule.ts";
import type { CorrelationFilter, RuleDefinition } from "./filter/rule.ts";
import type { QueueSettings } from "./broker/queue-parts.ts";

type Forwards = { forwardTo: string | undefined; forwardDeadLettersTo: string | undefined };

/** A queue as the configuration asks for it. */
export type QueueConfig = Forwards & {
  name: string;
  settings: QueueSettings;
  duplicateWindowMs: number | undefined;
};

/** A subscription as the configuration asks for it. */
export type SubscriptionConfig = Forwards & {
  name: string;
  settings: QueueSettings;
  rules: RuleDefinition[];
};

/** A topic as the configuration asks for it. */
export type TopicConfig = {
  name: string;
  ttlMs: number;
  duplicateWindowMs: number | undefined;
  subscriptions: SubscriptionConfig[];
};

/** The entities of a bus. */
export type BusConfig = { queues: QueueConfig[]; topics: TopicConfig[] };

/**
 * Reads the official emulator's Config.json. Throws an error that names every entry that is wrong, and what this
 * bus does not do (SQL rule actions).
 */
export const readConfig = (config: unknown): BusConfig => {
  const parsed = configSchema.safeParse(config);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => `  ${path.join(".")}: ${message}`);
    throw new Error(`The Service Bus configuration (Config.json) is invalid:\n${issues.join("\n")}`);
  }
  const namespace = parsed.data.UserConfig.Namespaces[0];
  const bus: BusConfig = {
    queues: (namespace?.Queues ?? []).map(({ Name, Properties }) => ({
      name: Name,
      settings: settingsOf(Properties),
      duplicateWindowMs: windowOf(Properties),
      ...forwardsOf(Properties),
    })),
    topics: (namespace?.Topics ?? []).map(({ Name, Properties, Subscriptions }) => ({
      name: Name,
      ttlMs: Properties.DefaultMessageTimeToLive,
      duplicateWindowMs: windowOf(Properties),
      subscriptions: Subscriptions.map((subscription) => ({
        name: subscription.Name,
        settings: settingsOf(subscription.Properties),
        ...forwardsOf(subscription.Properties),
        rules: rulesOf(`${Name}/Subscriptions/${subscription.Name}`, subscription.Rules),
      })),
    })),
  };
  checkNames(bus);
  checkForwards(bus);
  return bus;
};

const settingsOf = (properties: ConfiguredReceiving): QueueSettings => ({
  lockMs: properties.LockDuration,
  maxDeliveryCount: properties.MaxDeliveryCount,
  ttlMs: properties.DefaultMessageTimeToLive,
  deadLettersExpired: properties.DeadLetteringOnMessageExpiration,
  sessions: properties.RequiresSession,
});

const forwardsOf = (properties: ConfiguredReceiving): Forwards => ({
  forwardTo: properties.ForwardTo,
  forwardDeadLettersTo: properties.ForwardDeadLetteredMessagesTo,
});

const windowOf = (properties: ConfiguredDuplicates): number | undefined =>
  properties.RequiresDuplicateDetection ? properties.DuplicateDetectionHistoryTimeWindow : undefined;

const rulesOf = (path: string, rules: readonly ConfiguredRule[]): RuleDefinition[] =>
  rules.length === 0 ? [defaultRule] : rules.map((given) => ruleOf(`${path}/Rules/${given.Name}`, given));

const ruleOf = (path: string, { Name, Properties }: ConfiguredRule): RuleDefinition => {
  if (Properties.Action !== undefined) {
    throw new Error(`${path}: SQL rule actions are not supported by the local Service Bus.`);
  }
  const { CorrelationFilter: wanted, SqlFilter: sql } = Properties;
  if (Properties.FilterType === "Sql") {
    if (sql === undefined) throw new Error(`${path}: a rule of type Sql needs a SqlFilter.`);
    const definition: RuleDefinition = { name: Name, filter: { kind: "sql", expression: sql.SqlExpression } };
    try {
      compileRule(definition, 0);
    } catch (error) {
      if (error instanceof SqlFilterError) throw new Error(`${path}: ${error.message}`, { cause: error });
      throw error;
    }
    return definition;
  }
  if (wanted === undefined) throw new Error(`${path}: a rule of type Correlation needs a CorrelationFilter.`);
  const filter: CorrelationFilter = { properties: wanted.Properties };
  for (const [key, value] of Object.entries(wanted)) {
    const field = correlationFields.find((each) => each.toLowerCase() === key.toLowerCase());
    if (field !== undefined && typeof value === "string") filter[field] = value;
  }
  return { name: Name, filter: { kind: "correlation", ...filter } };
};

const checkNames = (bus: BusConfig): void => {
  const names = [...bus.queues, ...bus.topics].map((entity) => entity.name);
  for (const list of [names, ...bus.topics.map((topic) => topic.subscriptions.map((one) => one.name))]) {
    const seen = new Set<string>();
    for (const one of list.map((each) => each.toLowerCase())) {
      if (seen.has(one)) throw new Error(`The Service Bus configuration has the name "${one}" twice.`);
      seen.add(one);
    }
  }
};

/** Azure refuses a forward to nowhere; a circle, which it stops after four hops, is refused here too. */
const checkForwards = (bus: BusConfig): void => {
  const targets = new Map<string, string[]>();
  for (const queue of bus.queues) targets.set(queue.name.toLowerCase(), forwardNames(queue));
  for (const topic of bus.topics)
    targets.set(topic.name.toLowerCase(), topic.subscriptions.flatMap(forwardNames));
  const visit = (entity: string, path: readonly string[]): void => {
    if (path.includes(entity))
      throw new Error(`Forwarding goes in a circle: ${[...path, entity].join(" -> ")}.`);
    for (const target of targets.get(entity) ?? []) {
      if (!targets.has(target)) {
        throw new Error(`${entity} forwards to "${target}", which is neither a queue nor a topic.`);
      }
      visit(target, [...path, entity]);
    }
  };
  for (const entity of targets.keys()) visit(entity, []);
};

const forwardNames = ({ forwardTo, forwardDeadLettersTo }: Forwards): string[] =>
  [forwardTo, forwardDeadLettersTo].flatMap((target) => target?.toLowerCase() ?? []);
