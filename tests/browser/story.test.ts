import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { eventually } from "../system/eventually.ts";
import { noBrowser } from "./chromium.ts";
import { openStage } from "./stage.ts";
import type { Stage } from "./stage.ts";

/** The words in ‘quotes’ of a step's advice: what the page that it speaks of must show. */
const wordsOf = async (start: Page, step: string): Promise<string[]> => {
  const advice = await start.locator(`#story li:has(#step-${step}) p`).first().innerText();
  return [...advice.matchAll(/‘([^’]+)’/g)].map(([, word = ""]) => word);
};

describe("the story, from the one link that npm start prints", { skip: noBrowser }, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  test("each step's links begin where the step is done", async (t) => {
    const { page } = await stage.enter(t);
    await page.goto(stage.product.endpoints.console);
    await page.locator("#story a").first().waitFor();
    const begins = await page.locator("#story a").evaluateAll((links) =>
      links.map((link) => {
        const { pathname, searchParams } = new URL((link as HTMLAnchorElement).href);
        const step = link.closest("li")?.querySelector("input")?.id ?? "";
        return `${step}: ${searchParams.get("login_hint") ?? "nobody"} ${pathname}`;
      }),
    );
    assert.deepEqual(begins, [
      "step-interest: customer-1 /projects",
      "step-watch: salesman-1 /salesman",
      "step-start: staff-1 /staff/projects",
      "step-consult: customer-1 /projects",
      "step-serve: salesman-1 /salesman",
      "step-see: customer-1 /consultations",
      "step-see: staff-1 /staff",
      "step-end: staff-1 /staff/projects",
    ]);
  });

  test("three people in three tabs go it by the console's own words, from an interest to next year's project", async (t) => {
    const { console: first, web } = stage.product.endpoints;
    const { page: start, context, expectComplaint } = await stage.enter(t);
    // Until the event has come, nobody knows of its SMS.
    expectComplaint(/404 .*notifications/);
    await start.goto(first);
    await start.getByText("모두 실행 중입니다.").waitFor();

    /** Follows a step's link into a tab of its own. */
    const openAs = async (step: string, name: string, path: string): Promise<Page> => {
      const opening = context.waitForEvent("page");
      await start.locator(`#story li:has(#step-${step})`).getByRole("link", { name }).click();
      const tab = await opening;
      await tab.waitForURL(new URL(path, web).href);
      await tab.getByRole("banner").getByText(name).waitFor();
      return tab;
    };
    const isDone = (step: string): Promise<void> =>
      start.locator(`#story li.done:has(#step-${step})`).waitFor();
    const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });

    const [shop = "", save = "", saveIt = ""] = await wordsOf(start, "interest");
    const customer = await openAs("interest", "박민수", `/projects?text=${encodeURIComponent(shop)}`);
    await button(customer, new RegExp(`${shop}.* ${save}$`)).click();
    await button(customer, saveIt).click();
    await customer.getByText(/을\(를\) 관심 사업으로 저장했습니다/).waitFor();

    const [live = ""] = await wordsOf(start, "watch");
    const salesman = await openAs("watch", "한상우", "/salesman");
    await salesman.getByText(live).waitFor();

    const [project = "", open = "", send = ""] = await wordsOf(start, "start");
    const staff = await openAs("start", "김지원", "/staff/projects");
    await staff.getByRole("link", { name: new RegExp(project) }).click();
    await button(staff, open).click();
    // Another customer of the demo has saved it before.
    await staff.getByRole("dialog").getByText("문자 2건을 보냅니다.").waitFor();
    await button(staff, send).click();
    await staff.getByText("발송 완료").waitFor();

    const [alarms = ""] = await wordsOf(start, "sms");
    const messages = start.locator("#messages li.new").filter({ hasText: "접수 시작" });
    await messages.filter({ hasText: "박민수 010-0000-0011" }).waitFor();
    await eventually(async () => {
      assert.equal(await messages.count(), 2);
    });
    await salesman
      .getByRole("list", { name: alarms })
      .getByRole("listitem")
      .filter({ hasText: "접수 시작" })
      .filter({ hasText: project })
      .waitFor();
    for (const step of ["interest", "watch", "start", "sms"]) await isDone(step);

    const [factory = "", ask = "", content = ""] = await wordsOf(start, "consult");
    await customer.getByLabel("사업명").fill(factory);
    await button(customer, "검색").click();
    await customer.getByRole("link", { name: new RegExp(`${factory}.* ${ask}$`) }).click();
    await customer.getByLabel(content).fill("우리 공장에도 지원이 되나요?");
    await button(customer, ask).click();
    await customer.getByText("한상우 영업대표가 연락드립니다.").waitFor();

    const request = salesman.getByRole("article").filter({ hasText: "우리 공장에도" });
    for (const deed of await wordsOf(start, "serve")) {
      const press = request.locator(`button[aria-disabled="false"]`, { hasText: deed });
      await press.click();
      await press.waitFor({ state: "detached" });
    }
    await isDone("consult");

    const [mine = "", success = "", overview = ""] = await wordsOf(start, "see");
    await eventually(async () => {
      await customer.getByRole("navigation").getByRole("link", { name: mine }).first().click();
      const now = customer.locator("[aria-current=step]").first();
      assert.match(await now.innerText(), new RegExp(`^${success}`));
    });
    await eventually(async () => {
      await staff.getByRole("navigation").getByRole("link", { name: overview, exact: true }).first().click();
      const counted = staff.getByRole("listitem").filter({ hasText: new RegExp(`^\\s*${success}\\s+1건`) });
      await counted.waitFor({ timeout: 2_000 });
    });

    const [ending = "", end = "", endIt = "", list = ""] = await wordsOf(start, "end");
    const toProjects = staff.getByRole("navigation").getByRole("link", { name: list, exact: true }).first();
    await toProjects.click();
    await staff.getByRole("link", { name: new RegExp(ending) }).click();
    await button(staff, end).click();
    await button(staff, endIt).click();
    await staff.getByText("접수를 종료했습니다.").waitFor();
    await eventually(async () => {
      await toProjects.click();
      const next = staff.getByRole("listitem").filter({ hasText: ending }).filter({ hasText: "2028년" });
      await next.waitFor({ timeout: 2_000 });
    });
  });
});
