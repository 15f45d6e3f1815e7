/** Makes an element. Everything that comes from outside goes through here as text, so that a hostile text stays text. */
export const make = <Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  {
    text,
    className,
    ...attributes
  }: { text?: string; className?: string } & Record<string, string | undefined> = {},
  ...children: Node[]
): HTMLElementTagNameMap[Name] => {
  const element = document.createElement(name);
  if (className !== undefined) element.className = className;
  if (text !== undefined) element.textContent = text;
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

/** The element with this id. Throws when the page has none. */
export const byId = (id: string): HTMLElement => {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`There is no #${id}.`);
  return element;
};

/** A link that opens a new tab of its own: with nothing of this one in it, also no session. */
export const newTab = (text: string, url: string, className = ""): HTMLAnchorElement =>
  make("a", { text, className, href: url, target: "_blank", rel: "noopener noreferrer" });
