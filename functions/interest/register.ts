import type { Platform } from "../../shared/platform.ts";
import { interestFeed } from "./feed.ts";
import { interestHttp } from "./http.ts";
import { cosmosInterests } from "./interests.ts";

/** Registers the functions of the context `interest`. */
export const registerInterest = ({ database, bus, endpoint }: Platform): void => {
  interestHttp(endpoint, cosmosInterests(database.container("interest")));
  interestFeed(bus);
};
