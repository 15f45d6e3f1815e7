/** The languages of the pages. Korean is the first; English only by the switch. */
export type Language = "ko" | "en";

const key = "ktgg.language";

let current: Language = "ko";

/** The language that everything is drawn in. */
export const language = (): Language => current;

/** Takes up the language that was chosen on this device before. */
export const restoreLanguage = (): void => {
  set(localStorage.getItem(key) === "en" ? "en" : "ko");
};

/** Changes the language and keeps it on this device. */
export const chooseLanguage = (chosen: Language): void => {
  localStorage.setItem(key, chosen);
  set(chosen);
};

const set = (chosen: Language): void => {
  current = chosen;
  document.documentElement.lang = chosen;
};
