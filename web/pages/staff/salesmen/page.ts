import type { OpenPage } from "../../../page.ts";
import { openSalesmen } from "./ctrl.ts";
import { words } from "./texts.ts";
import { view } from "./view.ts";

/** StaffPage: the roster with everybody's load and figures. */
export const open: OpenPage = (app) => {
  const ctrl = openSalesmen(app);
  return { title: () => words().title, view: () => view(ctrl), close: ctrl.close };
};
