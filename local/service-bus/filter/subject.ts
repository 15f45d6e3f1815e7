/** A property value as a filter compares it. */
export type Value = string | number | boolean | Date | null;

/** What a filter looks at: the message's system properties and its application properties by lower-case name. */
export type FilterSubject = {
  readonly system: Readonly<Record<SystemProperty, Value>>;
  readonly user: ReadonlyMap<string, Value>;
};

const systemProperties = {
  contenttype: "ContentType",
  correlationid: "CorrelationId",
  enqueuedtimeutc: "EnqueuedTimeUtc",
  label: "Label",
  messageid: "MessageId",
  replyto: "ReplyTo",
  replytosessionid: "ReplyToSessionId",
  scheduledenqueuetimeutc: "ScheduledEnqueueTimeUtc",
  sessionid: "SessionId",
  subject: "Subject",
  to: "To",
} as const;

/** A system property by its lower-case name. `label` and `subject` are two names of one thing. */
export type SystemProperty = keyof typeof systemProperties;

/** The names that `sys.` may be followed by, for error messages. */
export const systemPropertyNames = Object.values(systemProperties);

/** Whether `sys.<name>` exists; names are case-insensitive. */
export const isSystemProperty = (name: string): boolean =>
  Object.hasOwn(systemProperties, name.toLowerCase());
