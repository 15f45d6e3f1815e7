import type { OpenPage } from "../../../page.ts";
import { words as list } from "../projects/texts.ts";
import { openImport } from "./ctrl.ts";
import { words } from "./texts.ts";
import { view } from "./view.ts";

/** StaffPage: announcements in, from a file. */
export const open: OpenPage = (app) => {
  const ctrl = openImport(app);
  return {
    title: () => words().title,
    trail: () => [{ text: list().title, href: "/staff/projects" }],
    view: () => view(ctrl),
    close: ctrl.close,
  };
};
