import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { HostError } from "../host-error.ts";
import type { Settings } from "../settings.ts";

/** The setting with the key of functions with authLevel "function". */
export const functionKeySetting = "FUNCTIONS_HOST_FUNCTION_KEY";
/** The setting with the key of functions with authLevel "admin", which opens the others too. */
export const adminKeySetting = "FUNCTIONS_HOST_ADMIN_KEY";

/** Whether the request may pass. */
export type Gate = (request: IncomingMessage) => boolean;

/**
 * The gate for an authLevel: keys come from the settings, in the header `x-functions-key` or the query's `code`. Throws when
 * the level needs a key and none is set: an open door that Azure would lock must not go unseen.
 */
export const gateFor = (authLevel: unknown, settings: Settings, where: string): Gate => {
  const admin = settings.get(adminKeySetting);
  const own = settings.get(functionKeySetting);
  switch (authLevel) {
    case undefined:
    case "anonymous":
      return () => true;
    case "function":
      if (own === undefined) throw missing(functionKeySetting, authLevel, where);
      return (request) => isOneOf(keyOf(request), admin === undefined ? [own] : [own, admin]);
    case "admin":
      if (admin === undefined) throw missing(adminKeySetting, authLevel, where);
      return (request) => isOneOf(keyOf(request), [admin]);
    default:
      throw new HostError(
        `${where} has the authLevel ${JSON.stringify(authLevel)}; it must be anonymous, function or admin.`,
      );
  }
};

const missing = (setting: string, level: string, where: string): HostError =>
  new HostError(
    `${where} has the authLevel "${level}", which needs a key. Set the environment variable ${setting} to one, or use authLevel "anonymous".`,
  );

const keyOf = (request: IncomingMessage): string | undefined => {
  const header = request.headers["x-functions-key"];
  if (typeof header === "string") return header;
  const url = request.url ?? "/";
  const mark = url.indexOf("?");
  return mark < 0 ? undefined : (new URLSearchParams(url.slice(mark + 1)).get("code") ?? undefined);
};

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

const isOneOf = (key: string | undefined, keys: readonly string[]): boolean =>
  key !== undefined && keys.some((candidate) => timingSafeEqual(digest(candidate), digest(key)));
