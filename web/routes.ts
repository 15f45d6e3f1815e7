import type { Route } from "./router.ts";

/** Every page, in the order in which addresses are tried. Each is loaded when it is first opened. */
export const routes: readonly Route[] = [
  { path: "/", load: () => import("./pages/home/page.ts") },
  { path: "/signed-in", load: () => import("./pages/signed-in/page.ts") },
  { path: "/customer", roles: ["Customer"], load: () => import("./pages/customer/page.ts") },
];
