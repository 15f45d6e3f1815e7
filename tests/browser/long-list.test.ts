import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { noBrowser } from "./chromium.ts";
import { openStage } from "./stage.ts";
import type { Stage } from "./stage.ts";

const total = 10_000;

/** In the page: the list of projects is answered here, a hundred at a time, and counted. Everything else goes its way. */
const answerProjects = (rows: number): void => {
  const pageSize = 100;
  const ask = window.fetch.bind(window);
  const pageFrom = (start: number): object => ({
    items: Array.from({ length: pageSize }, (_, index) => ({
      projectId: `many-${start + index}`,
      projectname: `${start + index + 1}번째 지원사업`,
      year: 2027,
      host: "중소벤처기업부",
      target: "중소기업",
      scale: "기업당 최대 1억원",
      status: "planned",
      expStartDate: "2027-03-02",
      endDate: "2027-03-31",
    })),
    nextCursor: start + pageSize < rows ? String(start + pageSize) : null,
  });
  window.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, location.href);
    if (!url.pathname.endsWith("/api/projects")) return ask(input, init);
    performance.mark("asked");
    return Response.json(pageFrom(Number(url.searchParams.get("cursor") ?? "0")));
  };
};

describe("a list of 10,000 rows", { skip: noBrowser }, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  test("comes page by page as one scrolls, each page as cheap as the first, and rows off the screen are not laid out", async (t) => {
    const { page } = await stage.enter(t);
    // Ten thousand projects in the API would be the longest part of the test, and say nothing more of the page.
    await page.addInitScript(answerProjects, total);
    await page.goto(new URL("/projects", stage.product.endpoints.web).href);
    await page.getByRole("button", { name: "로그인" }).first().click();
    await page.getByRole("link", { name: "customer-1" }).click();
    await page.getByText("1번째 지원사업", { exact: false }).first().waitFor();
    const asked = await page.evaluate(() => performance.getEntriesByName("asked").length);
    assert.ok(asked <= 3, `${asked} pages were asked for before anybody scrolled`);

    // To the end, page by page; how long each took from its answer to its drawing.
    const costs = await page.evaluate(async (rows) => {
      const found: number[] = [];
      const drawnRows = document.getElementsByClassName("row");
      const count = (): number => drawnRows.length;
      for (let last = count(); last < rows; last = count()) {
        while (count() === last) {
          scrollTo(0, document.body.scrollHeight);
          await new Promise(requestAnimationFrame);
        }
        const begin = performance.now();
        document.querySelector("h1")?.getBoundingClientRect();
        await new Promise(requestAnimationFrame);
        found.push(performance.now() - begin);
      }
      return found;
    }, total);
    const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
    const [early, late] = [median(costs.slice(0, 20)), median(costs.slice(-20))];
    assert.ok(
      late < early * 4 + 20,
      `a page costs ${early.toFixed(1)} ms first and ${late.toFixed(1)} ms at the end`,
    );

    // A change of width lays everything out anew: with and without what keeps rows off the screen out of it.
    const layout = (visibility: string): Promise<number> =>
      page.evaluate((value) => {
        // Of a fifth of the pages: all of them would take many seconds.
        [...document.querySelectorAll<HTMLElement>(".rows-page")].slice(0, 20).forEach((page) => {
          page.style.setProperty("content-visibility", value);
        });
        document.body.getBoundingClientRect();
        const main = document.querySelector("main");
        const begin = performance.now();
        for (const width of ["900px", "700px", "1100px"]) {
          main?.style.setProperty("max-width", width);
          document.body.getBoundingClientRect();
        }
        return performance.now() - begin;
      }, visibility);
    const [skipped, laidOut] = [await layout(""), await layout("visible")];
    assert.ok(
      skipped * 3 < laidOut,
      `a layout takes ${skipped.toFixed(0)} ms, and ${laidOut.toFixed(0)} ms of a fifth of the rows`,
    );
  });
});
