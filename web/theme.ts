const key = "ktgg.theme";

/** Whether the page is dark now. */
export const isDark = (): boolean => {
  const chosen = document.documentElement.dataset["theme"];
  return chosen === undefined ? matchMedia("(prefers-color-scheme: dark)").matches : chosen === "dark";
};

/** Takes up the theme that was chosen on this device before; until one is chosen the device decides. */
export const restoreTheme = (): void => {
  const chosen = localStorage.getItem(key);
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset["theme"] = chosen;
};

/** Changes to the other theme and keeps it on this device. */
export const switchTheme = (): void => {
  const chosen = isDark() ? "light" : "dark";
  localStorage.setItem(key, chosen);
  document.documentElement.dataset["theme"] = chosen;
};
