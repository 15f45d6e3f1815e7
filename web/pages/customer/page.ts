import type { OpenPage } from "../../page.ts";
import { openCustomer } from "./ctrl.ts";
import { words } from "./texts.ts";
import { view } from "./view.ts";

/** CustomerPage: projects to look for, my interests, my consultations. */
export const open: OpenPage = (app, address) => {
  const ctrl = openCustomer(app, address);
  return { title: () => words().title, view: () => view(ctrl), close: ctrl.close };
};
