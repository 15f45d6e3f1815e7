import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];

/** Where the browser is: CHROMIUM names it, else where distributions put it; undefined when there is none. */
export const browserPath = (): string | undefined => {
  const named = process.env["CHROMIUM"];
  if (named !== undefined && named !== "") {
    if (!existsSync(named)) throw new Error(`CHROMIUM names ${named}, which is not there.`);
    return named;
  }
  return places.find((place) => existsSync(place));
};

/** Why the tests in a browser are skipped: false, or what is missing and how to get it. */
export const noBrowser: string | false =
  browserPath() === undefined &&
  "There is no Chromium here: install it (Debian: apt install chromium), or name one in CHROMIUM.";

/** Starts the browser. Throws when there is none. */
export const launchBrowser = async (): Promise<Browser> => {
  const executablePath = browserPath();
  if (noBrowser !== false || executablePath === undefined) throw new Error(String(noBrowser));
  // A container's /dev/shm is small; as root, which CI may be, Chromium has no sandbox.
  return chromium.launch({ executablePath, args: ["--disable-dev-shm-usage", "--no-sandbox"] });
};
