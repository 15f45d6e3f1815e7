import type { HttpResponseInit } from "@azure/functions";
import { z } from "zod";
import { ok } from "../../shared/http/answers.ts";
import type { Endpoint } from "../../shared/http/endpoint.ts";
import type { Verify } from "../../shared/identity/verifier.ts";
import type { Logger } from "../../shared/telemetry/log.ts";
import type { Readiness } from "./readiness.ts";

const alive = z.object({ status: z.literal("live") }).meta({ id: "Liveness" });

const health = z
  .object({
    status: z.enum(["ready", "degraded", "unavailable"]),
    dependencies: z
      .array(
        z.object({
          name: z.string(),
          needed: z.boolean().describe("No command works without it"),
          state: z.enum(["up", "down"]),
          latencyMs: z.number().min(0),
        }),
      )
      .optional()
      .describe("For Staff alone"),
  })
  .meta({ id: "Readiness" });

/** `GET /health/live` and `GET /health/ready`, for the platform's probes: open, and telling a stranger one word. */
export const healthRoutes = (
  endpoint: Endpoint,
  ready: (log: Logger) => Promise<Readiness>,
  verify: Verify,
): void => {
  endpoint(
    {
      name: "healthLive",
      method: "GET",
      path: "health/live",
      tag: "Platform",
      summary: "This process runs",
      roles: "public",
      unwatched: true,
      answers: { 200: { description: "It does", schema: alive, example: { status: "live" } } },
    },
    () => Promise.resolve(ok({ status: "live" })),
  );

  endpoint(
    {
      name: "healthReady",
      method: "GET",
      path: "health/ready",
      tag: "Platform",
      summary: "Commands can be taken: all that they need is up",
      description:
        "Degraded is ready too: what commands do not need is down, and is caught up with later. " +
        "With a token of Staff the answer names the dependencies.",
      roles: "public",
      unwatched: true,
      answers: {
        200: { description: "Ready or degraded", schema: health, example: { status: "ready" } },
        503: {
          description: "Something that commands need is down",
          schema: health,
          headers: { "Retry-After": "Seconds after which another try makes sense" },
          example: { status: "unavailable" },
        },
      },
    },
    async ({ request, log }) => {
      const { status, dependencies } = await ready(log);
      const identityUp = dependencies.some(({ name, state }) => name === "identity" && state === "up");
      const detailed = identityUp && (await isStaff(verify, request.headers.get("authorization")));
      return answer({ status, ...(detailed && { dependencies }) });
    },
  );
};

const answer = (body: z.infer<typeof health>): HttpResponseInit => {
  const answered = ok(body);
  if (body.status !== "unavailable") return answered;
  return { ...answered, status: 503, headers: { ...(answered.headers as object), "retry-after": "5" } };
};

/** A token that is not good is no reason to hide from a probe that we are well: it only shows no details. */
const isStaff = async (verify: Verify, authorization: string | null): Promise<boolean> => {
  if (authorization === null) return false;
  const actor = await verify(authorization).catch(() => undefined);
  return actor?.roles.includes("Staff") ?? false;
};
