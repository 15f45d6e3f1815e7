import type { Route } from "./router.ts";

/** Every page, in the order in which addresses are tried. Each is loaded when it is first opened. */
export const routes: readonly Route[] = [
  { path: "/", load: () => import("./pages/home/page.ts") },
  { path: "/signed-in", load: () => import("./pages/signed-in/page.ts") },
  { path: "/projects", roles: ["Customer"], load: () => import("./pages/projects/page.ts") },
  { path: "/interests", roles: ["Customer"], load: () => import("./pages/interests/page.ts") },
  { path: "/consultations", roles: ["Customer"], load: () => import("./pages/consultations/page.ts") },
  {
    path: "/consultations/new",
    roles: ["Customer"],
    load: () => import("./pages/consultation-request/page.ts"),
  },
  {
    path: "/consultations/:consultationId",
    roles: ["Customer", "Salesman", "Staff"],
    load: () => import("./pages/consultation/page.ts"),
  },
  { path: "/salesman", roles: ["Salesman"], load: () => import("./pages/salesman/page.ts") },
  { path: "/staff", roles: ["Staff"], load: () => import("./pages/staff/overview/page.ts") },
  { path: "/staff/projects", roles: ["Staff"], load: () => import("./pages/staff/projects/page.ts") },
  {
    path: "/staff/projects/:projectId",
    roles: ["Staff"],
    load: () => import("./pages/staff/project/page.ts"),
  },
  { path: "/staff/import", roles: ["Staff"], load: () => import("./pages/staff/import/page.ts") },
  {
    path: "/staff/consultations",
    roles: ["Staff"],
    load: () => import("./pages/staff/consultations/page.ts"),
  },
  {
    path: "/staff/consultations/:consultationId",
    roles: ["Staff"],
    load: () => import("./pages/staff/consultation/page.ts"),
  },
  { path: "/staff/salesmen", roles: ["Staff"], load: () => import("./pages/staff/salesmen/page.ts") },
];
