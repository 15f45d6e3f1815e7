import assert from "node:assert/strict";
import type { Page } from "playwright-core";

const patience = 80;

/** What has the focus, as assistive technology names it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement)) return "";
    const labels = "labels" in element ? [...(element.labels as NodeListOf<HTMLLabelElement>)] : [];
    return element.getAttribute("aria-label") ?? labels[0]?.innerText ?? element.innerText;
  });

/** Presses Tab until what fits has the focus. Throws when it is never reached. */
export const tabTo = async (page: Page, name: RegExp): Promise<void> => {
  const seen: string[] = [];
  for (let presses = 0; presses < patience; presses += 1) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    if (name.test(now)) return;
    seen.push(now);
  }
  assert.fail(`Tab never reaches ${name}: ${seen.join(" | ")}`);
};
