import { answer, type Api } from "../../api/client.ts";
import type { Session } from "../../sign-in/session.ts";

/** The names of those who serve a consultation, where they are known. */
export type Names = { salesmanname?: string; consultantname?: string };

/** Reads the names: the consultation itself has only the ids, the lists of each role have the names. */
export const readNames = async (api: Api, session: Session, consultationId: string): Promise<Names> => {
  const query = { limit: 100 };
  if (session.has("Customer")) {
    const { data } = await answer(api.GET("/me/consultations", { params: { query } }));
    return namesIn(data.items, consultationId);
  }
  if (session.has("Salesman")) {
    const { data } = await answer(api.GET("/me/assignments", { params: { query } }));
    return namesIn(data.items, consultationId);
  }
  const path = { consultationId };
  const { data } = await answer(api.GET("/staff/consultations/{consultationId}/match", { params: { path } }));
  return data.salesmanname === null ? {} : { salesmanname: data.salesmanname };
};

const namesIn = (items: readonly (Names & { consultationId: string })[], consultationId: string): Names => {
  const { salesmanname, consultantname } = items.find((item) => item.consultationId === consultationId) ?? {};
  return {
    ...(salesmanname !== undefined && { salesmanname }),
    ...(consultantname !== undefined && { consultantname }),
  };
};
