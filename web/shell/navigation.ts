import { texts } from "../i18n/texts.ts";
import type { Role } from "../sign-in/person.ts";

/** A place in the main navigation, shown to those who have the role. */
export type Place = { role: Role; path: string; text: () => string };

const words = texts({
  ko: { customer: "나의 지원사업" },
  en: { customer: "My projects" },
});

/** The main navigation, in its order. */
export const places: readonly Place[] = [
  { role: "Customer", path: "/customer", text: () => words().customer },
];
