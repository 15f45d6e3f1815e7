import assert from "node:assert/strict";
import { after, before, describe, test, type TestContext } from "node:test";
import type { Page } from "playwright-core";
import { violationsOf } from "./axe.ts";
import { noBrowser } from "./chromium.ts";
import { openStage } from "./stage.ts";
import type { Stage } from "./stage.ts";

describe("the console", { skip: noBrowser }, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  const open = async (t: TestContext, options = {}): Promise<{ page: Page; errors: string[] }> => {
    const context = await stage.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    t.after(() => context.close());
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.goto(stage.product.endpoints.console);
    await page.getByText("모두 실행 중입니다.").waitFor();
    return { page, errors };
  };

  test("a started project buzzes the phone, and the story goes on by itself", async (t) => {
    const { product } = stage;
    const { page, errors } = await open(t);
    await page
      .getByRole("link", { name: /김지원/ })
      .first()
      .waitFor();
    const token = await product.token("staff-1", ["Staff"]);
    const { body } = await product.request(
      "GET",
      "/projects?text=%EC%8A%A4%EB%A7%88%ED%8A%B8%EC%83%81%EC%A0%90",
      { token },
    );
    const [project] = (body as { items: { projectId: string }[] }).items;
    const buzzed = page.locator("#phone.buzz").waitFor();
    const started = await product.request("POST", `/projects/${project?.projectId ?? ""}/start`, { token });
    assert.equal(started.status, 200);
    await buzzed;
    await page.locator("#messages .new").filter({ hasText: "접수 시작" }).first().waitFor();
    await page.locator("#story li.done").nth(3).waitFor();
    assert.match(
      (await page.locator("#story li[aria-current=step]").innerText()).trim(),
      /^고객이 상담을 신청합니다/,
    );
    assert.deepEqual(errors, []);
  });

  test("each person opens in a tab of their own, signed in", async (t) => {
    const { page } = await open(t);
    for (const [name, role] of [
      ["최은영", "고객"],
      ["한상우", "영업대표"],
    ] as const) {
      const tab = page.context().waitForEvent("page");
      await page.locator("#people").getByRole("link", { name }).click();
      const opened = await tab;
      await opened
        .getByText(new RegExp(`${name}.*${role}`))
        .first()
        .waitFor();
    }
  });

  test("a part that died is shown with how often it came back", async (t) => {
    const { page } = await open(t);
    const row = page.getByRole("row", { name: /communication/ });
    await stage.product.kill("communication");
    await row.and(page.getByRole("row", { name: /실행 중 \d+ \d+ 1$/ })).waitFor();
    await page.getByText("모두 실행 중입니다.").waitFor();
  });

  test("the page is without violations in both themes and languages, and nothing of it is cut off", async (t) => {
    for (const colorScheme of ["light", "dark"] as const) {
      const { page } = await open(t, { colorScheme });
      await page.getByRole("row", { name: /cosmos/ }).waitFor();
      assert.deepEqual(await violationsOf(page), []);
      await page.getByRole("button", { name: "English" }).click();
      await page.getByText("Everything runs.").waitFor();
      await page.setViewportSize({ width: 360, height: 780 });
      assert.deepEqual(await violationsOf(page), []);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${overflow} px are cut off`);
    }
  });
});
