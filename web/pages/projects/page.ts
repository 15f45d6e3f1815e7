import type { OpenPage } from "../../page.ts";
import { openProjects } from "./ctrl.ts";
import { words } from "./texts.ts";
import { view } from "./view.ts";

/** CustomerPage: projects to look for. */
export const open: OpenPage = (app, address) => {
  const ctrl = openProjects(app, address);
  return { title: () => words().title, view: () => view(ctrl), close: ctrl.close };
};
