import type { Interest } from "../../../shared/contract/interest.ts";
import { answer, newKey } from "../../api/client.ts";
import { pagesOf } from "../../api/pages.ts";
import { failureOf } from "../../api/problem.ts";
import type { App } from "../../app.ts";
import { openForm, type Form } from "../../components/form.ts";
import type { InterestValues } from "../interests/interest-editor.ts";
import { words } from "../interests/texts.ts";

/** Which projectnames I am interested in, and the form that saves one more. */
export type Saved = {
  readonly has: (projectname: string) => boolean;
  /** A new one whenever what `has` says may have changed. */
  readonly version: unknown;
  readonly saving: { projectname: string; form: Form<InterestValues> } | undefined;
  save: (projectname: string) => void;
  stop: () => void;
};

/** Opens it, and reads my interests. */
export const openSaved = (app: App): Saved => {
  const { api, redraw, toast } = app;
  let names: ReadonlySet<string> = new Set();
  // What was given last is offered again: nobody likes to type a phone number twice.
  let last: InterestValues = { phone: "", adConsent: false, nightConsent: false };
  let saving: Saved["saving"];

  const note = (found: readonly Interest[]): void => {
    const [newest] = found;
    if (newest !== undefined) last = { ...last, phone: newest.phone };
    names = new Set([...names, ...found.filter((one) => one.interest === 1).map((one) => one.projectname)]);
    redraw();
  };
  const load = async (): Promise<void> => {
    const pages = pagesOf(
      async (query) => (await answer(api.GET("/me/interests", { params: { query } }))).data,
    );
    for await (const { items } of pages) note(items);
  };
  // Without it every project offers to be saved, and saving one twice changes nothing: no reason to show an error.
  load().catch(failureOf);

  return {
    has: (projectname) => names.has(projectname),
    get version() {
      return names;
    },
    get saving() {
      return saving;
    },
    save: (projectname) => {
      const key = newKey();
      const form = openForm({
        id: "interest",
        values: { ...last },
        schema: async () => (await import("../../../shared/contract/interest.ts")).createInterest,
        command: (values) => ({ projectname, interest: 1, ...values }),
        labels: () => words().fields,
        advice: () => words().advice,
        send: async ({ phone, adConsent = false, nightConsent = false }) => {
          const body = { projectname, interest: 1 as const, phone, adConsent, nightConsent };
          const header = {
            "Idempotency-Key": `${key}.${phone}.${String(adConsent)}.${String(nightConsent)}`,
          };
          const { data } = await answer(api.POST("/interests", { params: { header }, body }));
          last = { phone: data.phone, adConsent, nightConsent };
          saving = undefined;
          note([data]);
          toast(words().createdToast(projectname));
        },
        redraw,
      });
      saving = { projectname, form };
      redraw();
    },
    stop: () => {
      saving = undefined;
      redraw();
    },
  };
};
