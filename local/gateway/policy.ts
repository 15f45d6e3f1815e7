import { z } from "zod";

const route = z.string().regex(/^(GET|POST|PATCH|PUT|DELETE) \/[\w/{}.-]*$/);
const count = z.int().positive();
const allowance = { calls: count, seconds: count, callsPerDay: count };

const roles = ["Staff", "Salesman", "Analyst", "Customer", "anonymous"] as const;

const schema = z.strictObject({
  $comment: z.string(),
  /** Where the API begins; every route below is under it. */
  prefix: z.string().regex(/^\/\w+$/),
  /** Created when a caller sends none that is usable, handed to the app, and on every answer. */
  correlationHeader: z.string(),
  /** Any other method is a 405. */
  methods: z.array(z.string()),
  token: z.strictObject({ algorithms: z.array(z.string()).min(1), clockSkewSeconds: z.int().nonnegative() }),
  /** The origins are the pages' own: the deployment knows them. No credentials: the token is in a header. */
  cors: z.strictObject({
    methods: z.array(z.string()),
    headers: z.array(z.string()),
    exposedHeaders: z.array(z.string()),
    maxAgeSeconds: count,
  }),
  /** Asked without a token. */
  open: z.array(route),
  /** Between our own apps: from outside they are a 404. */
  hidden: z.array(route),
  /** Answers without an end: passed on piece by piece, and ended when the instance behind is replaced. */
  streams: z.array(route),
  limits: z.strictObject({
    /** A day of the quota begins at this moment and every 24 hours after it: midnight in Seoul. */
    quotaDayStarts: z.iso.datetime({ offset: true }),
    /**
     * What one caller may: so many calls in so many seconds, and a day. A caller is the token's `sub`, or the address when
     * there is no valid token. The first row whose role the token has counts, so that the most generous stands first.
     */
    callers: z.array(z.strictObject({ role: z.enum(roles), ...allowance })),
    /** Routes that cost much: their own allowance for each caller, on top of the caller's. */
    costly: z.array(z.strictObject({ route, ...allowance })),
  }),
  /** Longer bodies are a 413. The same as the app's own limits. */
  bodies: z.strictObject({ maxBytes: count, routes: z.record(route, count) }),
  /** How long the app may take to begin its answer. Azure ends an HTTP function's at 230 s. */
  timeouts: z.strictObject({ seconds: count, routes: z.record(route, count) }),
  /** So many answers of these statuses, or none at all, within the interval: then nothing is asked for a while. */
  breaker: z.strictObject({
    failures: count,
    intervalSeconds: count,
    tripSeconds: count,
    /** A failure's own Retry-After is how long the trip lasts. */
    acceptRetryAfter: z.boolean(),
    statuses: z.array(z.strictObject({ from: z.int().min(400), to: z.int().max(599) })),
  }),
});

/** What the gateway holds callers to: the content of infra/gateway.json. */
export type GatewayPolicy = z.infer<typeof schema>;

/** So many calls in so many seconds, and so many a day. */
export type Allowance = { calls: number; seconds: number; callsPerDay: number };

/** Reads the policy. Throws, naming the field, when it is not one. */
export const readPolicy = (json: unknown): GatewayPolicy => {
  const policy = schema.parse(json);
  for (const role of roles) {
    if (!policy.limits.callers.some((row) => row.role === role)) {
      throw new Error(`limits.callers has no row for ${role}.`);
    }
  }
  return policy;
};
