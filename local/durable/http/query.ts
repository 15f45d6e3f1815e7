import type { InstanceFilter } from "../instance-queries.ts";
import { ApiError } from "./api-error.ts";

/** A flag of the query: "true" or "false" in any case; anything else is as if absent, as in Azure. */
export const flag = (query: URLSearchParams, name: string, otherwise: boolean): boolean => {
  const text = query.get(name)?.toLowerCase();
  return text === "true" ? true : text === "false" ? false : otherwise;
};

/** A time of the query in ms since 1970. */
export const time = (query: URLSearchParams, name: string): number | undefined => {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new ApiError(400, `${name} must be a time such as 2026-01-31T00:00:00Z.`);
  return ms;
};

/** A number of seconds of the query, in ms. */
export const seconds = (query: URLSearchParams, name: string): number | undefined => {
  const text = query.get(name);
  const value = text === null || text === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value * 1000 : undefined;
};

/** Which orchestrations the query asks for. */
export const filterOf = (query: URLSearchParams): InstanceFilter => {
  const statuses = query
    .getAll("runtimeStatus")
    .flatMap((text) => text.split(","))
    .filter((text) => text !== "");
  return {
    createdFrom: time(query, "createdTimeFrom"),
    createdTo: time(query, "createdTimeTo"),
    statuses: statuses.length === 0 ? undefined : statuses,
    idPrefix: query.get("instanceIdPrefix") ?? undefined,
  };
};
