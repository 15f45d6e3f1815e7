// GSM 03.38: one unit each; the second table costs an escape more.
const gsm = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const gsmExtended = new Set("\f^{}\\[~]|€");

/** How a message is counted: what it costs is its parts. */
export type SmsSize = { units: number; parts: number };

/** GSM-7 (160 units, 153 a part when there are several) where every character allows it, else UCS-2 (70, 67), as any Hangul does. */
export const smsSize = (text: string): SmsSize => {
  const characters = Array.from(text);
  const isGsm = characters.every((character) => gsm.has(character) || gsmExtended.has(character));
  const widths = characters.map((character) =>
    isGsm ? (gsmExtended.has(character) ? 2 : 1) : character.length,
  );
  const units = widths.reduce((sum, width) => sum + width, 0);
  return units <= (isGsm ? 160 : 70)
    ? { units, parts: 1 }
    : { units, parts: partsOf(widths, isGsm ? 153 : 67) };
};

/** The most units that a message of Hangul may have in so many parts. */
export const unitsOfParts = (parts: number): number => (parts === 1 ? 70 : parts * 67);

/** A character of two units is never cut in two, so a part may end one unit early. */
const partsOf = (widths: number[], partUnits: number): number => {
  let parts = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > partUnits) {
      parts += 1;
      used = 0;
    }
    used += width;
  }
  return parts;
};
