import type { OpenPage } from "../../page.ts";
import { openConsultations } from "./ctrl.ts";
import { words } from "./texts.ts";
import { view } from "./view.ts";

/** CustomerPage: my consultations. */
export const open: OpenPage = (app) => {
  const ctrl = openConsultations(app);
  return { title: () => words().title, view: () => view(ctrl), close: ctrl.close };
};
