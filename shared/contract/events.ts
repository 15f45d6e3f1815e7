import type { z } from "zod";
import {
  consultationCreated,
  consultationEdited,
  consultationHandedBack,
  consultationProgressed,
} from "./consultation.ts";
import { interestCreated, interestUpdated } from "./interest.ts";
import { salesmanMatched } from "./matching.ts";
import { customersNotified } from "./notification.ts";
import { projectCreated, projectEdited, projectEnded, projectStarted } from "./project.ts";

/** The published language: every event that one context may hear from another. */
export const events = {
  ProjectCreated: projectCreated,
  ProjectEdited: projectEdited,
  ProjectStarted: projectStarted,
  ProjectEnded: projectEnded,
  InterestCreated: interestCreated,
  InterestUpdated: interestUpdated,
  ConsultationCreated: consultationCreated,
  ConsultationEdited: consultationEdited,
  ConsultationProgressed: consultationProgressed,
  ConsultationHandedBack: consultationHandedBack,
  SalesmanMatched: salesmanMatched,
  CustomersNotified: customersNotified,
};

export type EventType = keyof typeof events;

/** An event of that type as a consumer sees it. */
export type EventOf<Type extends EventType> = z.infer<(typeof events)[Type]>;

export const isEventType = (type: string): type is EventType => Object.hasOwn(events, type);
