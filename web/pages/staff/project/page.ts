import type { OpenPage } from "../../../page.ts";
import { words as list } from "../projects/texts.ts";
import { openProject } from "./ctrl.ts";
import { words } from "./texts.ts";
import { view } from "./view.ts";

/** StaffPage: one project, to edit, to start, to end, and how it goes. */
export const open: OpenPage = (app, address) => {
  const ctrl = openProject(app, address);
  return {
    title: () => ctrl.project.data?.resource.projectname ?? words().title,
    trail: () => [{ text: list().title, href: "/staff/projects" }],
    view: () => view(ctrl),
    close: ctrl.close,
  };
};
