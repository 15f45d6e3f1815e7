import { cosmosDatabase } from "../shared/cosmos/client.ts";
import { systemClock } from "../shared/domain/clock.ts";
import { endpoints } from "../shared/http/endpoint.ts";
import { showEventsTo } from "../shared/http/show-events.ts";
import { oidcVerifier } from "../shared/identity/verifier.ts";
import type { Platform } from "../shared/platform.ts";
import { serviceBusClient } from "../shared/servicebus/client.ts";
import { startTelemetry } from "../shared/telemetry/start.ts";
import { takeRegistrations, type Registration } from "./late-core.ts";
import { registerPlatform } from "./platform/register.ts";
import type { Context } from "./contexts.ts";
import { readSettings } from "./settings.ts";

/**
 * The composition root: the one place that knows every context, and what the environment says. A context that is not named in
 * KTGG_CONTEXTS is not even loaded. Answers the functions that it registered. @throws an error that names each setting that is wrong
 */
export const compose = async (env: Record<string, string | undefined>): Promise<Registration[]> => {
  const settings = readSettings(env);
  await startTelemetry(settings.telemetry);

  const verify = oidcVerifier(settings.identity);
  const platform: Platform = {
    database: await cosmosDatabase(settings.cosmos),
    bus: await serviceBusClient(settings.serviceBus),
    endpoint: endpoints({ verify, clock: systemClock }),
    clock: systemClock,
  };
  const loads = (context: Context): boolean => settings.contexts.includes(context);
  // First those whose functions the others call.
  const raiseAlarm = loads("alarm")
    ? (await import("./alarm/register.ts")).registerAlarm(platform, settings.liveAlarms)
    : undefined;
  const show = loads("views") ? (await import("./views/register.ts")).registerViews(platform) : undefined;
  const showEvents = showEventsTo(settings.views ?? show);

  for (const context of settings.contexts) {
    switch (context) {
      case "project":
        (await import("./project/register.ts")).registerProject(platform);
        break;
      case "interest":
        (await import("./interest/register.ts")).registerInterest(platform, showEvents);
        break;
      case "consultation":
        (await import("./consultation/register.ts")).registerConsultation(
          platform,
          settings.consultation,
          showEvents,
        );
        break;
      case "matching":
        if (settings.matching) {
          const { registerMatching } = await import("./matching/register.ts");
          await registerMatching(platform, settings.matching, raiseAlarm);
        }
        break;
      case "notification":
        if (settings.sms) {
          await (await import("./notification/register.ts")).registerNotification(platform, settings.sms);
        }
        break;
      case "alarm":
      case "views":
        break;
    }
  }
  registerPlatform(platform, { issuer: settings.identity.issuer, verify });
  return takeRegistrations();
};
