import type { OpenPage } from "../../../page.ts";
import { openConsultations } from "./ctrl.ts";
import { words } from "./texts.ts";
import { view } from "./view.ts";

/** StaffPage: the consultations, those that wait for a salesman first. */
export const open: OpenPage = (app) => {
  const ctrl = openConsultations(app);
  return { title: () => words().title, view: () => view(ctrl), close: ctrl.close };
};
