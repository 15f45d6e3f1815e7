import type { ShowEvents } from "../../shared/http/show-events.ts";
import type { Platform } from "../../shared/platform.ts";
import { cosmosConsultations } from "./consultations.ts";
import { consultationFeed } from "./feed.ts";
import { consultationHttp } from "./http.ts";
import { consultationLists } from "./lists.ts";
import { durableMatcher } from "./matcher.ts";
import { consultationPolicies } from "./policies.ts";

export type ConsultationSettings = {
  /** How long a customer waits for the match at most, and how long a dead dependency is then left alone, in ms. */
  waitMs: number;
  openMs: number;
};

/** Registers the functions of the context `consultation`. */
export const registerConsultation = (
  { database, bus, endpoint, clock }: Platform,
  settings: ConsultationSettings,
  showEvents: ShowEvents,
): void => {
  const consultations = cosmosConsultations(database.container("consultation"));
  consultationHttp(endpoint, { consultations, matcher: durableMatcher(settings), showEvents });
  consultationLists(endpoint, consultations);
  consultationPolicies(consultations, clock);
  consultationFeed(bus);
};
