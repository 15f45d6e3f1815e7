import type { PartState } from "../console-state.ts";
import { byId, make, newTab } from "./dom.ts";
import { texts } from "./texts.ts";

/** Shows what runs. */
export const showParts = (
  parts: readonly PartState[],
  links: readonly { name: string; url: string }[],
): void => {
  const { part, state, pid, port, restarts } = texts();
  byId("parts").replaceChildren(
    make(
      "thead",
      {},
      make("tr", {}, ...[part, state, pid, port, restarts].map((text) => make("th", { scope: "col", text }))),
    ),
    make("tbody", {}, ...parts.map(row)),
  );
  byId("links").replaceChildren(...links.map(({ name, url }) => make("li", {}, newTab(name, url))));
};

const row = ({ name, state, pid, port, restarts }: PartState): HTMLElement =>
  make(
    "tr",
    { className: state },
    make("th", { scope: "row", text: name }),
    make("td", { text: texts()[state] }),
    ...[pid, port, restarts].map((value) =>
      make("td", { className: "number", text: value === null ? "–" : String(value) }),
    ),
  );
