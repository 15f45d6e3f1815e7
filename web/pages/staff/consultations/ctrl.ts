import type { Consultation, Step } from "../../../../shared/contract/consultation.ts";
import { answer } from "../../../api/client.ts";
import type { components } from "../../../api/schema.d.ts";
import type { App } from "../../../app.ts";
import { openList, type PagedList } from "../../../components/paged-list.ts";
import { openResource } from "../../../components/resource.ts";
import { wholeRoster } from "../roster.ts";

type Waiting = components["schemas"]["MatchSummary"];

/** State and actions of the list of consultations. */
export type Consultations = {
  /** Those that staff have to assign, then those that wait for a free place; the longest waiting first. */
  readonly waiting: readonly [escalated: PagedList<Waiting>, waiting: PagedList<Waiting>];
  readonly all: PagedList<Consultation>;
  readonly step: Step | "";
  /** Of everybody on the roster, by salesmanId, once they are there. */
  readonly names: ReadonlyMap<string, string> | undefined;
  setStep: (step: Step | "") => void;
  reload: () => void;
  close: () => void;
};

/** Opens the lists. */
export const openConsultations = ({ api, redraw }: App): Consultations => {
  let step: Step | "" = "";
  const matchesIn = (state: "escalated" | "waiting"): PagedList<Waiting> =>
    openList(async (cursor, signal) => {
      const query = { state, limit: 50, ...(cursor !== undefined && { cursor }) };
      return (await answer(api.GET("/staff/matches", { params: { query }, signal }))).data;
    }, redraw);
  const waiting = [matchesIn("escalated"), matchesIn("waiting")] as const;
  const all = openList<Consultation>(async (cursor, signal) => {
    const query = { limit: 50, ...(cursor !== undefined && { cursor }), ...(step !== "" && { step }) };
    return (await answer(api.GET("/staff/consultations", { params: { query }, signal }))).data;
  }, redraw);
  const names = openResource(
    async (signal) =>
      new Map((await wholeRoster(api, signal)).map(({ salesmanId, name }) => [salesmanId, name])),
    redraw,
  );
  const lists = [...waiting, all];
  return {
    waiting,
    all,
    get names() {
      return names.data;
    },
    get step() {
      return step;
    },
    setStep: (chosen) => {
      step = chosen;
      void all.reload({ forget: true });
    },
    reload: () => {
      for (const list of lists) void list.reload();
    },
    close: () => {
      for (const list of lists) list.close();
      names.close();
    },
  };
};
