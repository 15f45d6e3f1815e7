import { badRequest } from "../errors.ts";

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);

/**
 * The regular expression of a LIKE pattern: `%` any text, `_` any one character, `[abc]`, `[a-c]`, `[^a]` one of (not) these.
 * Throws 400 for a set that does not end.
 */
export const likePattern = (pattern: string, escape: string | undefined): RegExp => {
  let source = "";
  for (let at = 0; at < pattern.length; at += 1) {
    const sign = pattern.charAt(at);
    if (sign === escape) source += literal(pattern.charAt(++at));
    else if (sign === "%") source += "[^]*";
    else if (sign === "_") source += "[^]";
    else if (sign === "[") {
      const end = pattern.indexOf("]", at + 1);
      if (end === -1) throw badRequest(`The LIKE pattern '${pattern}' has a '[' without its ']'.`);
      source += set(pattern.slice(at + 1, end));
      at = end;
    } else source += literal(sign);
  }
  return new RegExp(`^${source}$`);
};

const set = (inside: string): string => {
  const negated = inside.startsWith("^");
  const signs = (negated ? inside.slice(1) : inside).replace(/[\\^\]]/g, String.raw`\$&`);
  return `[${negated ? "^" : ""}${signs}]`;
};
