import type { OpenPage } from "../../../page.ts";
import { openProjects } from "./ctrl.ts";
import { words } from "./texts.ts";
import { view } from "./view.ts";

/** StaffPage: the projects, to find, to write and to bring in. */
export const open: OpenPage = (app) => {
  const ctrl = openProjects(app);
  return { title: () => words().title, view: () => view(ctrl), close: ctrl.close };
};
