import type { Verify } from "../../shared/identity/verifier.ts";
import type { Platform } from "../../shared/platform.ts";
import { consumed } from "../../shared/servicebus/consumed.ts";
import { deadLetterFigures } from "./dead-letter-figures.ts";
import { cosmosCheck, identityCheck, serviceBusChecks } from "./dependencies.ts";
import { docsRoutes } from "./docs.ts";
import { healthRoutes } from "./health.ts";
import { openApiRoute } from "./openapi-route.ts";
import { readiness } from "./readiness.ts";
import { unknownRoute } from "./unknown-route.ts";

/** The identity provider: to ask whether it is up, and who asks for the details of our health. */
export type Identity = { issuer: string; verify: Verify };

/** Registers what every app of ours has, whichever contexts it runs: API docs, health, and the answer to unknown paths. */
export const registerPlatform = (
  { endpoint, database, bus }: Platform,
  { issuer, verify }: Identity,
): void => {
  openApiRoute(endpoint);
  docsRoutes(endpoint, new URL("./docs/", import.meta.url));
  const checks = [cosmosCheck(database), ...serviceBusChecks(bus, consumed), identityCheck(issuer)];
  const ready = readiness(checks, { timeoutMs: 2_000, keepMs: 5_000, nowMs: () => performance.now() });
  healthRoutes(endpoint, ready, verify);
  deadLetterFigures(bus);
  unknownRoute();
};
