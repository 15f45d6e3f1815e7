import { z } from "zod";
import { parseDuration } from "./duration.ts";

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

/** The shape of the official emulator's Config.json, with its defaults. */
export const configSchema = z.strictObject({
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

/** The properties of what can be received from. */
export type ConfiguredReceiving = z.output<z.ZodObject<typeof receiving>>;
/** The properties of what can be sent to. */
export type ConfiguredDuplicates = z.output<z.ZodObject<typeof duplicates>>;
/** A rule of a subscription. */
export type ConfiguredRule = z.output<typeof rule>;
