import { z } from "zod";
import { id, instant } from "./fields.ts";

/**
 * A domain event on the wire: CloudEvents 1.0, JSON format, with our extension attributes (lower case, as its section 3.1 asks).
 * Consumers ignore attributes that they do not know. Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
 */
export const envelope = <Type extends string, Data extends z.ZodType>(
  type: Type,
  data: Data,
): z.ZodObject<typeof attributes & { type: z.ZodLiteral<Type>; data: Data }> =>
  z.object({ ...attributes, type: z.literal(type), data });

const attributes = {
  specversion: z.literal("1.0"),
  /** Unique for ever: the messageId, and what consumers remember. */
  id,
  /** `/contexts/<context>` */
  source: z.string().regex(/^\/contexts\/[a-z]+$/),
  /** The aggregate's id. */
  subject: id,
  time: instant,
  datacontenttype: z.literal("application/json"),
  /** Version of the schema of `data`; raised only for a change that old consumers can ignore. */
  dataversion: z.int().min(1).default(1),
  /** 1 for the aggregate's first event, then one more for each. */
  aggregateversion: z.int().min(1),
  /** The request that began it all. */
  correlationid: z.string().min(1).max(128),
  /** The event or command that this one follows from. */
  causationid: z.string().min(1).max(128).optional(),
  /** W3C Trace Context. */
  traceparent: z.string().max(64).optional(),
};

/** Any event, before its type is known. */
export const anyEvent: z.ZodObject<typeof attributes & { type: z.ZodString; data: z.ZodUnknown }> = z.object({
  ...attributes,
  type: z.string().min(1).max(100),
  data: z.unknown(),
});

export type AnyEvent = z.infer<typeof anyEvent>;
