import type { Salesman } from "../../../../shared/contract/salesman.ts";
import { answer, newKey } from "../../../api/client.ts";
import { pagesOf } from "../../../api/pages.ts";
import type { components } from "../../../api/schema.d.ts";
import type { App } from "../../../app.ts";
import { openResource, type Resource } from "../../../components/resource.ts";
import { wholeRoster } from "../roster.ts";
import { editSalesmanForm, newSalesmanForm, type SalesmanForm } from "./salesman-form.ts";
import { words } from "./texts.ts";

/** How one person does, as the views count it. */
export type Figures = components["schemas"]["SalesmanStatistics"];

/** State and actions of the roster. */
export type Salesmen = {
  readonly roster: Resource<Salesman[]>;
  /** By salesmanId. Whoever never had a consultation has none. */
  readonly figures: Resource<ReadonlyMap<string, Figures>>;
  readonly form: { form: SalesmanForm; person: Salesman | undefined } | undefined;
  register: () => void;
  edit: (person: Salesman) => void;
  dismiss: () => void;
  close: () => void;
};

/** Opens the roster. */
export const openSalesmen = ({ api, redraw, toast }: App): Salesmen => {
  let form: Salesmen["form"];
  const roster = openResource((signal) => wholeRoster(api, signal), redraw);
  const figures = openResource<ReadonlyMap<string, Figures>>(async (signal) => {
    const found = new Map<string, Figures>();
    const pages = pagesOf(
      async (query) =>
        (await answer(api.GET("/staff/statistics/salesmen", { params: { query }, signal }))).data,
    );
    for await (const { items } of pages) for (const one of items) found.set(one.salesmanId, one);
    return found;
  }, redraw);

  const dismiss = (): void => {
    form = undefined;
    redraw();
  };
  const saved = (): void => {
    dismiss();
    toast(words().saved);
    void roster.reload();
  };

  return {
    roster,
    figures,
    get form() {
      return form;
    },
    register: () => {
      // One key for one form: sent twice, it is one person.
      const key = newKey();
      const send: Parameters<typeof newSalesmanForm>[0]["send"] = async (body) => {
        await answer(api.POST("/salesmen", { body, params: { header: { "Idempotency-Key": key } } }));
        saved();
      };
      form = { form: newSalesmanForm({ redraw, send }), person: undefined };
      redraw();
    },
    edit: (person) => {
      const send: Parameters<typeof editSalesmanForm>[1]["send"] = async (body) => {
        const path = { salesmanId: person.salesmanId };
        await answer(api.PATCH("/salesmen/{salesmanId}", { body, params: { path } }));
        saved();
      };
      form = { form: editSalesmanForm(person, { redraw, send }), person };
      redraw();
    },
    dismiss,
    close: () => {
      roster.close();
      figures.close();
    },
  };
};
