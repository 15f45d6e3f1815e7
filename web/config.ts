/** Where the API and the issuer are: the pages are built once and learn it from their own origin. */
export type Config = { api: string; issuer: string; clientId: string; audience: string };

/** Reads `/config.json`. Throws when it is absent or not complete: without it no page can work. */
export const readConfig = async (): Promise<Config> => {
  const response = await fetch("/config.json", { cache: "no-cache" });
  if (!response.ok) throw new Error(`/config.json answered ${response.status}.`);
  const found = (await response.json()) as Partial<Record<keyof Config, unknown>>;
  const read = (name: keyof Config): string => {
    const value = found[name];
    if (typeof value === "string" && value !== "") return value;
    throw new Error(`/config.json has no ${name}.`);
  };
  return { api: read("api"), issuer: read("issuer"), clientId: read("clientId"), audience: read("audience") };
};
