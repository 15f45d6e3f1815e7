import { join } from "node:path";
import { readJsonObject } from "./app-files.ts";
import { HostError } from "./host-error.ts";

/** The app settings by name, as the app sees them in its environment. */
export type Settings = ReadonlyMap<string, string>;

/** The environment over the `Values` of the app's local.settings.json, where there is one. */
export const readSettings = (appDir: string, environment: Record<string, string | undefined>): Settings => {
  const settings = new Map<string, string>();
  const file = join(appDir, "local.settings.json");
  const local = readJsonObject(file);
  if (local?.["IsEncrypted"] === true) {
    throw new HostError(`${file} is encrypted. Decrypt it first: func settings decrypt.`);
  }
  const values = local?.["Values"] ?? {};
  if (typeof values !== "object" || Array.isArray(values)) {
    throw new HostError(`"Values" in ${file} must be an object of strings.`);
  }
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== "string") throw new HostError(`Values.${name} in ${file} must be a string.`);
    settings.set(name, value);
  }
  for (const [name, value] of Object.entries(environment)) if (value !== undefined) settings.set(name, value);
  return settings;
};

/** The keys of local.settings.json beside its Values, such as Host.CORS: the tools of Azure obey them, this host does not. */
export const localSettingsNotObeyed = (appDir: string): string[] => {
  const { IsEncrypted: _, Values: __, ...others } = readJsonObject(join(appDir, "local.settings.json")) ?? {};
  return Object.entries(others).flatMap(([key, value]) =>
    typeof value === "object" && value !== null
      ? Object.keys(value).map((inner) => `${key}.${inner}`)
      : [key],
  );
};

/** Whether the setting is on: "true" or "1" in any case, as Azure reads `AzureWebJobs.<name>.Disabled`. */
export const isOn = (value: string | undefined): boolean => value === "1" || value?.toLowerCase() === "true";

/** Replaces every `%NAME%` by the setting of that name; throws, naming `where`, when one is not set. */
export const expandSettings = (text: string, settings: Settings, where: string): string =>
  text.replaceAll(/%([^%\s]+)%/g, (_, name: string) => {
    const value = settings.get(name);
    if (value === undefined) {
      throw new HostError(
        `${where} uses %${name}%, but the setting ${name} is not set. Set the environment variable ${name}, or Values.${name} in local.settings.json.`,
      );
    }
    return value;
  });

const identitySuffixes = ["fullyQualifiedNamespace", "accountEndpoint", "serviceUri", "credential"];

/**
 * The connection string behind a binding's `connection`: the setting `AzureWebJobs<name>` or `<name>`. Throws when it is
 * missing, or is identity-based (`<name>__accountEndpoint`): there is no managed identity on one machine.
 */
export const connectionString = (name: string, settings: Settings, where: string): string => {
  const value = settings.get(`AzureWebJobs${name}`) ?? settings.get(name);
  if (value !== undefined && value !== "") return value;
  const identity = identitySuffixes.find((suffix) => settings.has(`${name}__${suffix}`));
  if (identity !== undefined) {
    throw new HostError(
      `${where} uses the identity-based connection "${name}" (setting ${name}__${identity}), which needs a managed identity and does not exist locally. Set ${name} to the local server's connection string instead.`,
    );
  }
  throw new HostError(
    `${where} needs the connection "${name}", but the setting ${name} is not set. Set the environment variable ${name}, or Values.${name} in local.settings.json, to a connection string.`,
  );
};
