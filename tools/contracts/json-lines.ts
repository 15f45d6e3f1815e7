/**
 * The line (from 1) of each value in a JSON text, by its pointer (RFC 6901, `/paths/~1projects/get`). A member's line is that of
 * its name. For well-formed JSON: parse it first.
 */
export const linesOf = (text: string): Map<string, number> => {
  const lines = new Map<string, number>([["", 1]]);
  let line = 1;
  let at = 0;
  const skip = (): void => {
    for (; /[\s,:]/.test(text.charAt(at)); at += 1) if (text[at] === "\n") line += 1;
  };
  const string = (): string => {
    const from = at;
    for (at += 1; text[at] !== '"'; at += 1) if (text[at] === "\\") at += 1;
    at += 1;
    return JSON.parse(text.slice(from, at)) as string;
  };
  const members = (close: string, member: (index: number) => void): void => {
    at += 1;
    skip();
    for (let index = 0; text[at] !== close; index += 1) {
      member(index);
      skip();
    }
    at += 1;
  };
  const value = (pointer: string): void => {
    if (text[at] === "{") {
      members("}", () => {
        const here = line;
        const inner = `${pointer}/${escape(string())}`;
        lines.set(inner, here);
        skip();
        value(inner);
      });
    } else if (text[at] === "[") {
      members("]", (index) => {
        lines.set(`${pointer}/${index}`, line);
        value(`${pointer}/${index}`);
      });
    } else if (text[at] === '"') string();
    else while (at < text.length && !/[\s,\]}]/.test(text.charAt(at))) at += 1;
  };
  skip();
  value("");
  return lines;
};

/** A name as a part of a pointer. */
export const escape = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");

/** The line of what a pointer names, or of the nearest thing around it that is there. */
export const nearestLine = (lines: ReadonlyMap<string, number>, pointer: string): number => {
  for (let near = pointer; near !== ""; near = near.slice(0, near.lastIndexOf("/"))) {
    const line = lines.get(near);
    if (line !== undefined) return line;
  }
  return 1;
};
