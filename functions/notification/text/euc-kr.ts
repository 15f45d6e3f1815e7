// KS X 1001, the only two-byte characters of strict EUC-KR, between 0xA1 and 0xFE. The runtime's decoder is asked for each pair
// once. Private use is a gap that some decoders fill.
const strict = new TextDecoder("euc-kr", { fatal: true });

const decode = (lead: number, trail: number): string | undefined => {
  try {
    const text = strict.decode(Uint8Array.of(lead, trail));
    return text.length === 1 && !/\p{Co}/u.test(text) ? text : undefined;
  } catch {
    return undefined; // A pair that stands for nothing.
  }
};

const plane = Array.from({ length: 0xfe - 0xa0 }, (_, at) => 0xa1 + at);
const pairs = plane.flatMap((lead) => plane.map((trail) => decode(lead, trail)));
const ksx1001: ReadonlySet<string> = new Set(pairs.filter((character) => character !== undefined));

const isAscii = (character: string): boolean => /^[\n\x20-\x7e]$/.test(character);

/** Whether a Korean route carries every character of the text: ASCII, a line end, or KS X 1001. */
export const fitsEucKr = (text: string): boolean =>
  Array.from(text).every((character) => isAscii(character) || ksx1001.has(character));

/** The bytes of the text in EUC-KR: one for ASCII, two for all else. @throws RangeError when it does not fit */
export const eucKrBytes = (text: string): number => {
  if (!fitsEucKr(text)) throw new RangeError(`"${text}" has characters that EUC-KR lacks.`);
  return Array.from(text).reduce((bytes, character) => bytes + (isAscii(character) ? 1 : 2), 0);
};

const closest = new Map(
  Object.entries({
    "–": "-",
    "—": "-",
    "−": "-",
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "•": "·",
    "‧": "·",
    "・": "·",
    "∙": "·",
    "⋅": "·",
    "₩": "￦",
    "¥": "￥",
    "£": "￡",
    "¢": "￠",
    "€": "EUR",
    "©": "(C)",
    "®": "(R)",
    "〜": "~",
    "⋯": "…",
    "‚": ",",
    "„": '"',
    "‟": '"',
    "‛": "'",
    "«": "《",
    "»": "》",
    "➡": "→",
    "➜": "→",
  }),
);

/**
 * The text with every character that EUC-KR lacks replaced by the closest that it has, or dropped (emoji, controls, marks
 * that turn the direction of reading). The result always fits.
 */
export const toEucKr = (text: string): string =>
  Array.from(text.normalize("NFC"), (character) => toFitting(character)).join("");

const toFitting = (character: string): string => {
  if (fitsEucKr(character)) return character;
  const sign = closest.get(character);
  if (sign !== undefined) return sign;
  if (/[\p{Zs}\p{Zl}\p{Zp}\t\r]/u.test(character)) return " ";
  if (/\p{Script=Hangul}/u.test(character)) return fittingHangul(character);
  // Compatibility forms (ﬁ, ㎠ in another block) and letters with accents: the plain letters.
  const plain = onlyFitting(character.normalize("NFKD"));
  return plain === "" && /[\p{L}\p{N}]/u.test(character) ? "?" : plain;
};

/** A syllable that KS X 1001 lacks (똠) as the open syllable and the final consonant beside it (또ㅁ). */
const fittingHangul = (character: string): string => {
  const [lead = "", vowel = "", final = ""] = Array.from(character.normalize("NFD"));
  const open = (lead + vowel).normalize("NFC");
  const beside = final === "" ? "" : (finals[(final.codePointAt(0) ?? 0) - 0x11a8] ?? "");
  return fitsEucKr(open) && open !== character ? open + beside : "?";
};

/** The final consonants in the order of Unicode (U+11A8 on), as letters that stand alone. */
const finals = Array.from("ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ");

const onlyFitting = (text: string): string => Array.from(text).filter(fitsEucKr).join("");
