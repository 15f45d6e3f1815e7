import type { OpenPage } from "../../../page.ts";
import { words as list } from "../consultations/texts.ts";
import { openStaffConsultation } from "./ctrl.ts";
import { words } from "./texts.ts";
import { view } from "./view.ts";

/** StaffPage: one consultation, why its salesman, and the choice by hand. */
export const open: OpenPage = (app, address) => {
  const ctrl = openStaffConsultation(app, address);
  return {
    title: () => ctrl.consultation.data?.projectname ?? words().title,
    trail: () => [{ text: list().title, href: "/staff/consultations" }],
    view: () => view(ctrl),
    close: ctrl.close,
  };
};
