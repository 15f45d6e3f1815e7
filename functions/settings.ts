import { z } from "zod";
import { contexts, contextsNamed } from "./contexts.ts";

const list = z
  .string()
  .optional()
  .transform(contextsNamed)
  .pipe(z.array(z.enum(contexts)).transform((names) => [...new Set(names)]));

const flag = z
  .enum(["on", "off"])
  .default("on")
  .transform((value) => value === "on");

const environment = z.object({
  KTGG_CONTEXTS: list,
  COSMOS: z.string().optional(),
  COSMOS__accountEndpoint: z.url().optional(),
  COSMOS_DATABASE: z.string().min(1),
  SERVICEBUS: z.string().optional(),
  SERVICEBUS__fullyQualifiedNamespace: z.string().optional(),
  COMMUNICATION: z.string().optional(),
  COMMUNICATION__endpoint: z.url().optional(),
  SMS_FROM: z.string().min(3).optional(),
  SMS_CLASS: z.enum(["info", "ad"]).default("info"),
  SMS_LINK_BASE: z.url().optional(),
  SMS_OPT_OUT_NUMBER: z
    .string()
    .regex(/^080-\d{3,4}-\d{4}$/)
    .default("080-000-0000"),
  CONSULTATION_WAIT_MS: z.coerce.number().int().min(0).max(20_000).default(3_000),
  CONSULTATION_BREAKER_OPEN_MS: z.coerce.number().int().positive().default(10_000),
  SMS_ON_MATCH: flag,
  SMS_ON_ACCEPTANCE: flag,
  SMS_ON_ASSIGNMENT: flag,
  ALARM_URL: z.url().optional(),
  ALARM_KEY: z.string().min(1).optional(),
  VIEWS_URL: z.url().optional(),
  VIEWS_KEY: z.string().min(1).optional(),
  MATCHING_REMIND_MINUTES: z.coerce.number().positive().default(30),
  MATCHING_PASS_MINUTES: z.coerce.number().positive().default(60),
  MATCHING_MAX_PASSES: z.coerce.number().int().positive().default(3),
  MATCHING_RETRY_MINUTES: z.coerce.number().positive().default(5),
  MATCHING_STRAY_MINUTES: z.coerce.number().positive().default(1),
  MATCHING_HOLIDAYS: z
    .string()
    .default("")
    .transform((value) => value.split(",").map((day) => day.trim()))
    .pipe(z.array(z.literal("").or(z.iso.date())))
    .transform((days) => days.filter((day) => day !== "")),
  /** Pages that one instance holds open; below the HTTP concurrency of an instance, so that requests have room. */
  ALARM_STREAMS: z.coerce.number().int().positive().default(1_000),
  /** Azure's load balancer cuts an answer at 230 s. */
  ALARM_STREAM_SECONDS: z.coerce.number().positive().max(225).default(220),
  OIDC_ISSUER: z.url(),
  OIDC_AUDIENCE: z.string().min(1),
  APPLICATIONINSIGHTS_CONNECTION_STRING: z.string().min(1).optional(),
  /** As the Functions host takes it: Authorization=AAD, with ClientId=... for an identity of its own. */
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: z
    .string()
    .regex(/^Authorization=AAD(;ClientId=[\w-]+)?$/)
    .optional(),
  KTGG_TELEMETRY_DIR: z.string().min(1).optional(),
  KTGG_TRACES_RATIO: z.coerce.number().min(0).max(1).default(1),
  KTGG_METRICS_SECONDS: z.coerce.number().positive().default(60),
  /** Set by Azure: which of the app's instances this is. */
  WEBSITE_INSTANCE_ID: z.string().min(1).default("one"),
});

type Environment = z.output<typeof environment>;

const settingsOf = (env: Environment, missing: Missing) => ({
  contexts: env.KTGG_CONTEXTS,
  cosmos:
    env.COSMOS !== undefined
      ? { database: env.COSMOS_DATABASE, connectionString: env.COSMOS }
      : env.COSMOS__accountEndpoint !== undefined
        ? { database: env.COSMOS_DATABASE, endpoint: env.COSMOS__accountEndpoint }
        : missing("COSMOS", "COSMOS__accountEndpoint"),
  serviceBus:
    env.SERVICEBUS !== undefined
      ? { connectionString: env.SERVICEBUS }
      : env.SERVICEBUS__fullyQualifiedNamespace !== undefined
        ? { fullyQualifiedNamespace: env.SERVICEBUS__fullyQualifiedNamespace }
        : missing("SERVICEBUS", "SERVICEBUS__fullyQualifiedNamespace"),
  identity: { issuer: env.OIDC_ISSUER, audience: env.OIDC_AUDIENCE },
  views: otherApp(env.VIEWS_URL, env.VIEWS_KEY),
  telemetry: telemetryOf(env),
  consultation: { waitMs: env.CONSULTATION_WAIT_MS, openMs: env.CONSULTATION_BREAKER_OPEN_MS },
  liveAlarms: { maxStreams: env.ALARM_STREAMS, lifeSeconds: env.ALARM_STREAM_SECONDS },
  matching: env.KTGG_CONTEXTS.includes("matching") ? matchingOf(env) : undefined,
  sms: env.KTGG_CONTEXTS.includes("notification") ? smsOf(env, missing) : undefined,
});

const telemetryOf = (env: Environment) => {
  const authentication = env.APPLICATIONINSIGHTS_AUTHENTICATION_STRING;
  return {
    azureMonitor: env.APPLICATIONINSIGHTS_CONNECTION_STRING,
    azureMonitorIdentity:
      authentication === undefined ? undefined : { clientId: /ClientId=([\w-]+)/.exec(authentication)?.[1] },
    folder: env.KTGG_TELEMETRY_DIR,
    ratio: env.KTGG_TRACES_RATIO,
    metricsSeconds: env.KTGG_METRICS_SECONDS,
    instance: env.WEBSITE_INSTANCE_ID,
  };
};

/** Notes that one of these has to be set. What it answers is never used: with a note, there are no settings. */
type Missing = (...names: string[]) => never;

const smsOf = (env: Environment, missing: Missing) => ({
  account:
    env.COMMUNICATION !== undefined
      ? { connectionString: env.COMMUNICATION }
      : env.COMMUNICATION__endpoint !== undefined
        ? { endpoint: env.COMMUNICATION__endpoint }
        : missing("COMMUNICATION", "COMMUNICATION__endpoint"),
  from: env.SMS_FROM ?? missing("SMS_FROM"),
  smsClass: env.SMS_CLASS,
  linkBase: env.SMS_LINK_BASE,
  optOutNumber: env.SMS_OPT_OUT_NUMBER,
  aboutConsultations: {
    matched: env.SMS_ON_MATCH,
    accepted: env.SMS_ON_ACCEPTANCE,
    assigned: env.SMS_ON_ASSIGNMENT,
  },
});

const matchingOf = (env: Environment) => ({
  remindAfterMinutes: env.MATCHING_REMIND_MINUTES,
  passAfterMinutes: env.MATCHING_PASS_MINUTES,
  maxPasses: env.MATCHING_MAX_PASSES,
  retryMinutes: env.MATCHING_RETRY_MINUTES,
  strayMinutes: env.MATCHING_STRAY_MINUTES,
  holidays: env.MATCHING_HOLIDAYS,
  alarm: otherApp(env.ALARM_URL, env.ALARM_KEY),
  sms: carrierOf(env),
});

/** Where a context is that another app of ours runs. */
const otherApp = (url: string | undefined, key: string | undefined) =>
  url === undefined ? undefined : { url, key };

/** The carrier, where one is set: salesmen are then reminded by SMS. */
const carrierOf = (env: Environment) => {
  const { COMMUNICATION: connectionString, COMMUNICATION__endpoint: endpoint, SMS_FROM: from } = env;
  if (from === undefined) return undefined;
  if (connectionString !== undefined) return { account: { connectionString }, from };
  return endpoint === undefined ? undefined : { account: { endpoint }, from };
};

export type Settings = ReturnType<typeof settingsOf>;

/** The app's settings from its environment; one that is left blank is not set. @throws an error that names each setting that is missing or wrong */
export const readSettings = (env: Record<string, string | undefined>): Settings => {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = environment.safeParse(set);
  const problems = (parsed.error?.issues ?? []).map(({ path, message }) =>
    [...path.map(String), message].join(": "),
  );
  const missing: Missing = (...names) => {
    problems.push(`set ${names.join(" or ")}`);
    return z.NEVER;
  };
  // Also when something is wrong already: all that is missing is told at once.
  const contextsNamed = list.safeParse(set["KTGG_CONTEXTS"]).data ?? [];
  const settings = settingsOf(
    parsed.data ?? ({ ...set, KTGG_CONTEXTS: contextsNamed } as Environment),
    missing,
  );
  if (problems.length > 0) throw new Error(`The app's settings are not complete: ${problems.join("; ")}.`);
  return settings;
};
