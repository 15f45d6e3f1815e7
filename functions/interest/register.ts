import type { ShowEvents } from "../../shared/http/show-events.ts";
import type { Platform } from "../../shared/platform.ts";
import { interestFeed } from "./feed.ts";
import { interestHttp } from "./http.ts";
import { cosmosInterests } from "./interests.ts";
import { interestPolicies } from "./policies.ts";

/** Registers the functions of the context `interest`. */
export const registerInterest = (
  { database, bus, endpoint, clock }: Platform,
  showEvents: ShowEvents,
): void => {
  const interests = cosmosInterests(database.container("interest"));
  interestHttp(endpoint, interests, showEvents);
  interestPolicies(interests, clock);
  interestFeed(bus);
};
