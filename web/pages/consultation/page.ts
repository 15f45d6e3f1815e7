import type { OpenPage } from "../../page.ts";
import { openConsultation } from "./ctrl.ts";
import { words } from "./texts.ts";
import { view } from "./view.ts";

/** ConsultationPage: one consultation, for its customer, its salesman and staff. */
export const open: OpenPage = (app, address) => {
  const ctrl = openConsultation(app, address);
  return {
    title: () => words().title,
    trail: () => (app.session.has("Customer") ? [{ text: words().mine, href: "/consultations" }] : []),
    view: () => view(ctrl),
    close: ctrl.close,
  };
};
