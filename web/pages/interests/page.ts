import type { OpenPage } from "../../page.ts";
import { openInterests } from "./ctrl.ts";
import { words } from "./texts.ts";
import { view } from "./view.ts";

/** CustomerPage: my interests. */
export const open: OpenPage = (app) => {
  const ctrl = openInterests(app);
  return { title: () => words().title, view: () => view(ctrl), close: ctrl.close };
};
