import type { OpenPage } from "../../page.ts";
import { openSalesmanPage } from "./ctrl.ts";
import { words } from "./texts.ts";
import { view } from "./view.ts";

/** SalesmanPage: what I was given, and what happens, as it happens. */
export const open: OpenPage = (app) => {
  const ctrl = openSalesmanPage(app);
  return { title: () => words().title, view: () => view(ctrl), close: ctrl.close };
};
