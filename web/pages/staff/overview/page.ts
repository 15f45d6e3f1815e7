import type { OpenPage } from "../../../page.ts";
import { openOverview } from "./ctrl.ts";
import { words } from "./texts.ts";
import { view } from "./view.ts";

/** StaffPage: how it goes, read at a glance. */
export const open: OpenPage = (app) => {
  const ctrl = openOverview(app);
  return { title: () => words().title, view: () => view(ctrl), close: ctrl.close };
};
