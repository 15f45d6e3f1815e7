import { language } from "./language.ts";

/** A count for people: `12,345`. */
export const formatCount = (count: number): string => count.toLocaleString(language());

/** A share for people: `43%`; the text for none when there is none. */
export const formatShare = (share: number | null, none: string): string =>
  share === null ? none : `${Math.round(share * 100)}%`;
