import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "../build.ts";
import { launchBrowser } from "../../tests/browser/chromium.ts";
import { visit } from "../../tests/browser/visitor.ts";
import { startProduct } from "../../tests/system/product.ts";
import { shown } from "./shown.ts";
import { smallPng } from "./small-png.ts";
import { prepareStory } from "./story.ts";

// npm run screenshots [-- part of a name]: every page at three widths in both themes, into docs/screenshots. A page on whose
// console something is wrong makes it fail.

const folder = path.resolve(import.meta.dirname, "../..", "docs", "screenshots");
const widths = [360, 768, 1440];
const themes = ["light", "dark"] as const;
const chosen = process.argv.slice(2);

const pages = shown.filter(({ name }) => chosen.length === 0 || chosen.some((part) => name.includes(part)));
await build();
const [product, browser] = await Promise.all([startProduct({ demo: true }), launchBrowser()]);
try {
  const story = await prepareStory(product);
  if (chosen.length === 0) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const { name, sub, path: place, ready } of pages) {
    const visitor = await visit(browser, product.endpoints, {});
    await visitor.open(place(story));
    if (sub !== undefined) await visitor.signIn(sub);
    for (const width of widths) {
      for (const theme of themes) {
        await visitor.page.setViewportSize({ width, height: width < 600 ? 780 : 900 });
        await visitor.page.emulateMedia({ colorScheme: theme });
        await visitor.page.getByText(ready).first().waitFor();
        await visitor.page.evaluate(() => document.fonts.ready);
        const file = path.join(folder, `${name}-${width}-${theme}.png`);
        await writeFile(file, smallPng(await visitor.page.screenshot({ fullPage: true })));
      }
    }
    await visitor.leave();
    console.log(name);
  }
} finally {
  await browser.close();
  await product.stop();
}
