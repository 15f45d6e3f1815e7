/** One spelling of a text for comparisons: NFC, in lower case. */
export const folded = (text: string): string => text.normalize("NFC").toLowerCase();
