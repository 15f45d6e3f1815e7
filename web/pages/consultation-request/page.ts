import type { OpenPage } from "../../page.ts";
import { openRequest } from "./ctrl.ts";
import { words } from "./texts.ts";
import { view } from "./view.ts";

/** ConsultationPage: ask for advice on a project. */
export const open: OpenPage = (app, address) => {
  const ctrl = openRequest(app, address);
  return {
    title: () => words().title,
    trail: () => [{ text: words().projects, href: "/projects" }],
    view: () => view(ctrl),
  };
};
