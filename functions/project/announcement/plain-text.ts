import { Parser } from "htmlparser2";
import { manyLines, shorten } from "./readable-text.ts";

// Their text is not for reading: it never becomes part of a summary.
const unread = new Set([
  "script",
  "style",
  "template",
  "noscript",
  "iframe",
  "object",
  "svg",
  "math",
  "head",
  "title",
  "textarea",
  "select",
]);
const ownLine = new Set([
  "p",
  "div",
  "li",
  "ul",
  "ol",
  "dl",
  "dt",
  "dd",
  "table",
  "tr",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "section",
  "article",
  "header",
  "footer",
  "blockquote",
  "pre",
  "hr",
  "figure",
  "figcaption",
  "form",
  "fieldset",
  "address",
]);

// The parser's time grows with the square of the depth: beyond this nobody's summary goes on.
const longestHtml = 100_000;

/**
 * HTML as plain text: block elements and `<br>` become line ends, entities are decoded once, and scripts, styles and all
 * markup are gone. At most `max` UTF-16 units. The result is text, to be escaped wherever it is shown.
 */
export const toPlainText = (html: string, max: number): string => {
  const pieces: string[] = [];
  let unreadDepth = 0;
  const endLine = (): void => {
    if (pieces.at(-1) !== "\n") pieces.push("\n");
  };
  const parser = new Parser({
    onopentag: (name) => {
      if (unread.has(name)) unreadDepth += 1;
      else if (name === "br") pieces.push("\n");
      else if (ownLine.has(name)) endLine();
      else if (name === "td" || name === "th") pieces.push(" ");
    },
    onclosetag: (name) => {
      if (unread.has(name)) unreadDepth -= 1;
      else if (ownLine.has(name)) endLine();
    },
    ontext: (text) => {
      if (unreadDepth === 0) pieces.push(text);
    },
  });
  parser.end(html.slice(0, longestHtml));
  return shorten(manyLines(pieces.join("")), max);
};
