import type { Consultation } from "../../../../shared/contract/consultation.ts";
import type { Salesman } from "../../../../shared/contract/salesman.ts";
import { answer } from "../../../api/client.ts";
import { failureOf, isMissing, type Failure } from "../../../api/problem.ts";
import type { components } from "../../../api/schema.d.ts";
import type { App } from "../../../app.ts";
import { openResource, type Resource } from "../../../components/resource.ts";
import type { Address } from "../../../page.ts";
import { wholeRoster } from "../roster.ts";
import { words } from "./texts.ts";

/** The match and the whole way there; null while there is none. */
export type Match = components["schemas"]["Match"] | null;

/** State and actions of one consultation as staff see it. */
export type StaffConsultation = {
  readonly consultation: Resource<Consultation>;
  readonly match: Resource<Match>;
  readonly roster: Resource<Salesman[]>;
  readonly chosen: string;
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  choose: (salesmanId: string) => void;
  assign: () => Promise<void>;
  reload: () => void;
  close: () => void;
};

/** Opens one consultation. */
export const openStaffConsultation = (
  { api, redraw, toast }: App,
  { params }: Address,
): StaffConsultation => {
  const path = { consultationId: params["consultationId"] ?? "" };
  let chosen = "";
  let busy = false;
  let failure: Failure | undefined;

  const consultation = openResource<Consultation>(
    async (signal) =>
      (await answer(api.GET("/consultations/{consultationId}", { params: { path }, signal }))).data,
    redraw,
  );
  const match = openResource<Match>(async (signal) => {
    try {
      return (
        await answer(api.GET("/staff/consultations/{consultationId}/match", { params: { path }, signal }))
      ).data;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }, redraw);
  const roster = openResource((signal) => wholeRoster(api, signal), redraw);
  const all = [consultation, match, roster];

  return {
    consultation,
    match,
    roster,
    get chosen() {
      return chosen;
    },
    get busy() {
      return busy;
    },
    get failure() {
      return failure;
    },
    choose: (salesmanId) => {
      chosen = salesmanId;
      redraw();
    },
    assign: async () => {
      if (busy || chosen === "") return;
      busy = true;
      failure = undefined;
      redraw();
      try {
        const body = { salesmanId: chosen };
        const { data } = await answer(
          api.POST("/staff/consultations/{consultationId}/assign", { body, params: { path } }),
        );
        match.set(data);
        chosen = "";
        toast(words().assigned);
        void consultation.reload();
        void roster.reload();
      } catch (error) {
        failure = failureOf(error);
      } finally {
        busy = false;
        redraw();
      }
    },
    reload: () => {
      for (const one of all) void one.reload();
    },
    close: () => {
      for (const one of all) one.close();
    },
  };
};
