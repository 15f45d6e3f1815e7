import type { AnyEvent } from "../shared/contract/envelope.ts";
import type { RaiseAlarm } from "../shared/contract/raise-alarm.ts";
import { cosmosDatabase } from "../shared/cosmos/client.ts";
import { systemClock } from "../shared/domain/clock.ts";
import type { OwnFunction } from "../shared/http/app-call.ts";
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
  // Functions that one context gives to others: there once it is registered, which is before any of them is called.
  const raise = Promise.withResolvers<OwnFunction<RaiseAlarm>>();
  const show = Promise.withResolvers<OwnFunction<{ events: readonly AnyEvent[] }>>();
  const ownOf = <Body>(context: Context, own: Promise<OwnFunction<Body>>): OwnFunction<Body> | undefined =>
    settings.contexts.includes(context) ? async (body, log) => (await own)(body, log) : undefined;
  const showEvents = showEventsTo(settings.views ?? ownOf("views", show.promise));

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
          await registerMatching(platform, settings.matching, ownOf("alarm", raise.promise));
        }
        break;
      case "notification":
        if (settings.sms) {
          await (await import("./notification/register.ts")).registerNotification(platform, settings.sms);
        }
        break;
      case "alarm":
        raise.resolve((await import("./alarm/register.ts")).registerAlarm(platform, settings.liveAlarms));
        break;
      case "views":
        show.resolve((await import("./views/register.ts")).registerViews(platform));
        break;
    }
  }
  registerPlatform(platform, { issuer: settings.identity.issuer, verify });
  return takeRegistrations();
};
