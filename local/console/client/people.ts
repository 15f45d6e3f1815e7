import { byId, make, newTab } from "./dom.ts";
import { texts } from "./texts.ts";

export type Person = { sub: string; name: string; roles: string[]; phone: string };

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

const card = (web: string, { sub, name, phone }: Person): HTMLElement => {
  const link = newTab("", openAs(web, sub), "person");
  link.append(
    make("span", { className: "name", text: name }),
    make("span", { className: "detail", text: `${sub} · ${phone}` }),
    make("span", { className: "open", text: `${texts().openAs} ↗` }),
  );
  return link;
};
