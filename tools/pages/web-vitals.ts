import { writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import path from "node:path";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../../tests/browser/chromium.ts";
import { visit } from "../../tests/browser/visitor.ts";
import { startProduct } from "../../tests/system/product.ts";
import type { Product } from "../../tests/system/product.ts";
import { build } from "../build.ts";
import { shown } from "./shown.ts";
import type { Shown } from "./shown.ts";
import { prepareStory } from "./story.ts";
import type { Story } from "./story.ts";

// npm run web-vitals: what Lighthouse looks at, measured in Chromium, for every page, into docs/web-vitals.md.

const file = path.resolve(import.meta.dirname, "../..", "docs", "web-vitals.md");
const visits = 3;

/** What is measured of one visit with an empty cache. */
type Figures = { script: number; all: number; lcp: number; cls: number; complaints: number };

/** In the page: the observers that have to be there before the first paint. */
const observe = (): void => {
  const found = { lcp: 0, cls: 0 };
  Object.assign(globalThis, { ktggVitals: found });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) found.lcp = entry.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
    })[]) {
      if (!entry.hadRecentInput) found.cls += entry.value;
    }
  }).observe({ type: "layout-shift", buffered: true });
};

/** Signs in first: what is measured is a page that somebody opens who is signed in, with nothing in the cache. */
const measure = async (browser: Browser, product: Product, story: Story, page: Shown): Promise<Figures> => {
  const visitor = await visit(browser, product.endpoints, { width: 412, height: 823 });
  if (page.sub !== undefined) {
    await visitor.open("/");
    await visitor.signIn(page.sub);
  }
  await visitor.page.addInitScript(observe);
  const cdp = await visitor.context.newCDPSession(visitor.page);
  await cdp.send("Network.enable");
  await cdp.send("Network.clearBrowserCache");
  const types = new Map<string, string>();
  let [script, all] = [0, 0];
  cdp.on("Network.responseReceived", ({ requestId, type }) => types.set(requestId, type));
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    all += encodedDataLength;
    if (types.get(requestId) === "Script") script += encodedDataLength;
  });
  await visitor.open(page.path(story));
  await visitor.page.getByText(page.ready).first().waitFor();
  await visitor.page.waitForLoadState("load");
  await visitor.page.evaluate(() => document.fonts.ready);
  const { lcp, cls } = await visitor.page.evaluate(
    () => (globalThis as unknown as { ktggVitals: { lcp: number; cls: number } }).ktggVitals,
  );
  const complaints = visitor.complaints();
  for (const complaint of complaints) console.error(complaint);
  await visitor.context.close();
  return { script, all, lcp, cls, complaints: complaints.length };
};

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const kilobytes = (bytes: number): string => (bytes / 1024).toFixed(0);

const rowOf = (name: string, all: readonly Figures[]): string => {
  const of = (read: (figures: Figures) => number): number => middle(all.map(read));
  const worst = (read: (figures: Figures) => number): number => Math.max(...all.map(read));
  const cells = [
    name,
    kilobytes(of(({ script }) => script)),
    kilobytes(of((figures) => figures.all)),
    `${of(({ lcp }) => lcp).toFixed(0)} (${worst(({ lcp }) => lcp).toFixed(0)})`,
    worst(({ cls }) => cls).toFixed(3),
    String(worst(({ complaints }) => complaints)),
  ];
  return `| ${cells.join(" | ")} |`;
};

await build();
const [product, browser] = await Promise.all([startProduct({ demo: true }), launchBrowser()]);
try {
  const story = await prepareStory(product);
  const rows: string[] = [];
  let complaints = 0;
  for (const page of shown) {
    const figures: Figures[] = [];
    for (let number = 0; number < visits; number += 1)
      figures.push(await measure(browser, product, story, page));
    complaints += figures.reduce((sum, one) => sum + one.complaints, 0);
    rows.push(rowOf(page.name, figures));
    console.log(rows.at(-1));
  }
  await writeFile(file, report(rows, browser.version()));
  if (complaints > 0) throw new Error(`The browser complained ${complaints} times.`);
} finally {
  await browser.close();
  await product.stop();
}

function report(rows: readonly string[], version: string): string {
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? "unknown"}, ${(totalmem() / 2 ** 30).toFixed(0)} GB`;
  return `# The pages in figures

Made by \`npm run web-vitals\` on ${new Date().toISOString().slice(0, 10)}: Chromium ${version}, ${machine}, 412 x 823 pixels, an empty cache, no slowed network;
the middle of ${visits} visits, the worst in brackets. The build fails when a page's first load is over 200 kB of JavaScript.

| page | JavaScript, kB | all, kB | largest contentful paint, ms | layout shift, worst | complaints |
| ---- | -------------: | ------: | ---------------------------: | ------------------: | ---------: |
${rows.join("\n")}

- Sizes are bytes on the wire, compressed. "All" has the parts of the font that the page's letters need, and the API's answers.
- Paint is counted from the navigation, with everything (pages, gateway, app, Cosmos DB, Service Bus) on this one machine: good is below 2,500 ms.
- Layout shift is the sum over the visit: good is below 0.1.
- Complaints are errors on the console, violations of the content security policy, failed requests and requests to other hosts.
`;
}
