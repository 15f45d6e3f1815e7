import type { Person } from "../console-state.ts";
import { byId, make, newTab } from "./dom.ts";
import { texts } from "./texts.ts";

/** Where a person's pages open, signed in as them. */
export const openAs = (web: string, sub: string, path = "/"): string => {
  const url = new URL(path, web);
  url.searchParams.set("login_hint", sub);
  return url.href;
};

/** Shows who there is, by role. */
export const showPeople = (web: string, people: readonly Person[]): void => {
  const roles = Object.entries(texts().roles);
  byId("people").replaceChildren(
    ...roles.flatMap(([role, name]) => {
      const ofRole = people.filter((person) => person.roles.includes(role));
      if (ofRole.length === 0) return [];
      return [
        make("h3", { text: name }),
        make("ul", { className: "people" }, ...ofRole.map((person) => make("li", {}, card(web, person)))),
      ];
    }),
  );
};

/** Roles that only the API knows: their people have no pages to open. */
const withoutPages: readonly string[] = ["Analyst"];

const card = (web: string, { sub, name, phone, roles }: Person): HTMLElement => {
  const hasPages = roles.some((role) => !withoutPages.includes(role));
  const element = hasPages ? newTab("", openAs(web, sub), "person") : make("p", { className: "person" });
  element.append(
    make("span", { className: "name", text: name }),
    make("span", { className: "detail", text: `${sub} · ${phone}` }),
    make("span", {
      className: hasPages ? "open" : "open none",
      text: hasPages ? `${texts().openAs} ↗` : texts().noPages,
    }),
  );
  return element;
};
