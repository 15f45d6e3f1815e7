const bracketed = String.raw`[([{（［【<〈]`;
const closing = String.raw`[)\]}）］】>〉]`;

// 2027년, 2027년도, '27년, ’27, and 27년 where a title begins with it: there it is a year, elsewhere a duration ("업력 20년").
const fourDigits = String.raw`(?<![\d.])20\d{2}\s?년도?`;
const apostrophe = String.raw`(?<!\d)['’‘′´${"`"}][1-4]\d(?:\s?년도?|(?![\d\p{L}]))`;
// Without 년 the number must stand alone: "2030세대", "2030 청년", "2050 탄소중립" and the notice number 2027-15 are no years.
const bare = String.raw`(?<![\d.-])(?!20[34]0\s?(?:세대|청년|탄소|비전|NDC))20[1-4]\d(?![\d\p{L}-]|\.\d)`;
const marked = `${fourDigits}|${apostrophe}`;
const anyYear = `(?:${marked}|${bare})`;
const range = String.raw`(?:(?<![\d.-])20\d{2}\s?[~∼～〜–-]\s?)`;
// The round of the year goes with it ("2027년 2차", "2027년 제1회"), but not what only looks like one.
const round = String.raw`(?:\s?제?\s?\d{1,2}(?:차|회차?|기)(?![\p{L}\d])(?!\s?(?:산업|전지|에너지)))?`;

const yearAnywhere = new RegExp(
  `${bracketed}\\s*${range}?${anyYear}\\s*${closing}|_?${range}?${anyYear}(?:\\s?[~∼～〜–-]\\s?${anyYear})?${round}_?`,
  "gu",
);
const yearAtFront = new RegExp(
  String.raw`^((?:\[[^\]]*\]\s*)?)(?:2[1-9]|3[1-9])년도?(?=\s)(?!\s(?:이상|이하|이내|미만|초과|차|간|연속|된|동안))${round}`,
  "u",
);

/** The title without its years, wherever they stand, and without the round of the year; spaces are left for the caller to tidy. */
export const withoutYear = (title: string): string =>
  title.replace(yearAnywhere, " ").replace(yearAtFront, "$1");

const firstMarked = new RegExp(`${range}?(?:${marked})`, "u");
const firstBare = new RegExp(bare, "u");

/** The year that the title names, or undefined: one with 년 or an apostrophe before a number that stands alone. */
export const yearIn = (title: string): number | undefined => {
  const found =
    firstMarked.exec(title)?.[0] ??
    yearAtFront.exec(title)?.[0].replace(/^\[[^\]]*\]/, "") ??
    firstBare.exec(title)?.[0];
  const digits = found === undefined ? undefined : /\d{4}|\d{2}/.exec(found)?.[0];
  if (digits === undefined) return undefined;
  return digits.length === 4 ? Number(digits) : 2000 + Number(digits);
};
