import type { z } from "zod";
import type { namedConsultation } from "../../../shared/contract/views.ts";
import type { Step } from "../../../shared/contract/consultation.ts";
import { answer } from "../../api/client.ts";
import type { App } from "../../app.ts";
import { openList, type PagedList } from "../../components/paged-list.ts";
import { isStep } from "../../i18n/words.ts";

/** A consultation with the names of those who serve it. */
export type NamedConsultation = z.infer<typeof namedConsultation>;

/** State and actions of my consultations. */
export type Consultations = {
  readonly list: PagedList<NamedConsultation>;
  readonly step: Step | "";
  setStep: (step: string) => void;
  close: () => void;
};

/** Opens my consultations and loads them. */
export const openConsultations = ({ api, redraw }: App): Consultations => {
  let step: Step | "" = "";
  const list = openList<NamedConsultation>(async (cursor, signal) => {
    const query = { limit: 50, ...(cursor !== undefined && { cursor }), ...(step !== "" && { step }) };
    const { data } = await answer(api.GET("/me/consultations", { params: { query }, signal }));
    return data;
  }, redraw);
  return {
    list,
    get step() {
      return step;
    },
    setStep: (chosen) => {
      step = isStep(chosen) ? chosen : "";
      void list.reload({ forget: true });
    },
    close: () => {
      list.close();
    },
  };
};
