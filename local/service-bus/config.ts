import { z } from "zod";
import { parseDuration } from "./duration.ts";
import { SqlFilterError } from "./filter/lexer.ts";
import { compileRule, correlationFields, defaultRule } from "./filter/rule.ts";
import type { CorrelationFilter, RuleDefinition } from "./filter/rule.ts";
import type { QueueSettings } from "./broker/queue.ts";

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

const duration = (least: string, most: string) =>
  z.string().transform((text, context): number => {
    const ms = parseDuration(text);
    const [min, max] = [parseDuration(least) ?? 0, parseDuration(most) ?? Infinity];
    if (ms !== undefined && ms >= min && ms <= max) return ms;
    context.addIssue({
      code: "custom",
      message: `"${text}" must be an ISO 8601 duration from ${least} to ${most}`,
    });
    return z.NEVER;
  });

// The ranges are Azure's; the official emulator's are narrower (time to live at most PT1H, deliveries at most 10).
const ttl = duration("PT1S", "P10675199D").default(60 * 60 * 1000);
const window = duration("PT20S", "P7D").default(20_000);
const lock = duration("PT5S", "PT5M").default(60_000);
const name = z
  .string()
  .regex(/^[A-Za-z0-9](?:[\w.\-/~]*[A-Za-z0-9])?$/, "must be letters, digits, '.', '-', '_', '/' or '~'")
  .max(260);
const forward = z
  .string()
  .nullish()
  .transform((value) => value || undefined);

const receiving = {
  DeadLetteringOnMessageExpiration: z.boolean().default(false),
  DefaultMessageTimeToLive: ttl,
  LockDuration: lock,
  MaxDeliveryCount: z.int().min(1).max(2000).default(10),
  RequiresSession: z.boolean().default(false),
  ForwardTo: forward,
  ForwardDeadLetteredMessagesTo: forward,
};
const duplicates = {
  RequiresDuplicateDetection: z.boolean().default(false),
  DuplicateDetectionHistoryTimeWindow: window,
};

const correlation = z.strictObject({
  ContentType: z.string().optional(),
  CorrelationId: z.string().optional(),
  Label: z.string().optional(),
  MessageId: z.string().optional(),
  ReplyTo: z.string().optional(),
  ReplyToSessionId: z.string().optional(),
  SessionId: z.string().optional(),
  To: z.string().optional(),
  Properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
});

const rule = z.strictObject({
  Name: z.string().min(1),
  Properties: z.strictObject({
    FilterType: z.enum(["Correlation", "Sql"]),
    CorrelationFilter: correlation.optional(),
    SqlFilter: z.strictObject({ SqlExpression: z.string() }).optional(),
    Action: z.strictObject({ SqlExpression: z.string() }).optional(),
  }),
});

const schema = z.strictObject({
  UserConfig: z.strictObject({
    Namespaces: z
      .array(
        z.strictObject({
          Name: z.string(),
          Queues: z
            .array(
              z.strictObject({
                Name: name,
                Properties: z.strictObject({ ...receiving, ...duplicates }).prefault({}),
              }),
            )
            .default([]),
          Topics: z
            .array(
              z.strictObject({
                Name: name,
                Properties: z.strictObject({ DefaultMessageTimeToLive: ttl, ...duplicates }).prefault({}),
                Subscriptions: z
                  .array(
                    z.strictObject({
                      Name: name,
                      Properties: z.strictObject(receiving).prefault({}),
                      Rules: z.array(rule).default([]),
                    }),
                  )
                  .default([]),
              }),
            )
            .default([]),
        }),
      )
      .length(1, "must have exactly one namespace, as in the official emulator"),
    Logging: z.strictObject({ Type: z.string() }).optional(),
  }),
});

type Receiving = z.output<z.ZodObject<typeof receiving>>;
type Duplicates = z.output<z.ZodObject<typeof duplicates>>;

/**
 * Reads the official emulator's Config.json. Throws an error that names every entry that is wrong, and what this
 * bus does not do (SQL rule actions).
 */
export const readConfig = (config: unknown): BusConfig => {
  const parsed = schema.safeParse(config);
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

const settingsOf = (properties: Receiving): QueueSettings => ({
  lockMs: properties.LockDuration,
  maxDeliveryCount: properties.MaxDeliveryCount,
  ttlMs: properties.DefaultMessageTimeToLive,
  deadLettersExpired: properties.DeadLetteringOnMessageExpiration,
  sessions: properties.RequiresSession,
});

const forwardsOf = (properties: Receiving): Forwards => ({
  forwardTo: properties.ForwardTo,
  forwardDeadLettersTo: properties.ForwardDeadLetteredMessagesTo,
});

const windowOf = (properties: Duplicates): number | undefined =>
  properties.RequiresDuplicateDetection ? properties.DuplicateDetectionHistoryTimeWindow : undefined;

const rulesOf = (path: string, rules: readonly z.output<typeof rule>[]): RuleDefinition[] =>
  rules.length === 0 ? [defaultRule] : rules.map((given) => ruleOf(`${path}/Rules/${given.Name}`, given));

const ruleOf = (path: string, { Name, Properties }: z.output<typeof rule>): RuleDefinition => {
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
