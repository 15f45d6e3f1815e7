// Controls, format marks (bidirectional overrides, zero-width, soft hyphen, tags), half surrogate pairs and private-use
// signs (HWP bullets) say nothing to a reader and can make one name look like another.
const unreadable = /[\p{Cf}\p{Cs}\p{Co}\ufffd\ufffe\uffff]/gu;
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** The text as it was written, spaces and lines kept, but for what is unreadable. */
export const asWritten = (raw: string): string =>
  raw.replace(/\r\n?/g, "\n").replace(controls, " ").replace(unreadable, "").normalize("NFC").trim();

/** The text as one line: NFC, nothing unreadable, every run of white space as one space. */
export const oneLine = (raw: string): string =>
  raw.replace(controls, " ").replace(unreadable, "").normalize("NFC").replace(/\s+/g, " ").trim();

/** The text as lines: each as `oneLine` makes it, at most one empty line between two. */
export const manyLines = (raw: string): string =>
  raw
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map(oneLine)
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();

/** At most `max` UTF-16 units, ending in an ellipsis when something was cut; never half a character. */
export const shorten = (text: string, max: number): string => {
  if (text.length <= max) return text;
  const kept = text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, "");
  return `${kept.trimEnd()}…`;
};
