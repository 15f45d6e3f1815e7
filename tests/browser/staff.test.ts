import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { eventually } from "../system/eventually.ts";
import { violationsOf } from "./axe.ts";
import { noBrowser } from "./chromium.ts";
import { openStage } from "./stage.ts";
import type { Stage } from "./stage.ts";

describe("the StaffPage", { skip: noBrowser }, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  const send = async (method: string, path: string, body?: unknown, sub = "staff-1", role = "Staff") => {
    const token = await stage.product.token(sub, [role], "이름");
    const answer = await stage.product.request(method, path, { token, ...(body !== undefined && { body }) });
    assert.ok(answer.status < 400, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as Record<string, unknown> & { items: Record<string, unknown>[] };
  };
  const projectOf = async (name: string): Promise<string> => {
    const { items } = await send("GET", `/projects?text=${encodeURIComponent(name)}`);
    return String(items[0]?.["projectId"]);
  };
  const field = (page: Page, label: string) => page.getByLabel(new RegExp(`^\\s*${label}\\s`));

  test("a wrong form says what to enter at each field, and the right one is there once, by keyboard alone", async (t) => {
    const { page, expectComplaint } = await stage.enterAs(t, "staff-1", "/staff/projects");
    // The views may not have heard of the new project yet.
    expectComplaint(/404 .*statistics/);
    await page.getByRole("button", { name: "사업 등록" }).focus();
    await page.keyboard.press("Enter");
    await field(page, "사업명").focus();
    await page.keyboard.press("Tab");
    await page.keyboard.type("x");
    await page.keyboard.press("Enter");
    const summary = page.getByRole("alert");
    await summary.getByText("고칠 항목이 2개 있습니다.").waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "alert");
    assert.equal(await field(page, "사업명").getAttribute("aria-invalid"), "true");

    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.type("우주산업 육성 지원사업");
    await field(page, "연도").fill("2027");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "우주산업 육성 지원사업" }).waitFor();
    const { items } = await send("GET", `/projects?text=${encodeURIComponent("우주산업")}`);
    assert.equal(items.length, 1);
  });

  test("two people edit at once: the second chooses field by field, and overwrites nothing unseen", async (t) => {
    const projectId = await projectOf("클라우드");
    const { page, expectComplaint } = await stage.enterAs(t, "staff-1", `/staff/projects/${projectId}`);
    expectComplaint(/412/);
    await page.getByRole("button", { name: "수정" }).click();
    await field(page, "주관 기관").fill("정보통신산업진흥원");
    await field(page, "지원 규모").fill("내가 적은 규모");
    await send(
      "PATCH",
      `/projects/${projectId}`,
      { scale: "다른 사람이 적은 규모", target: "모든 기업" },
      "staff-2",
    );
    await page.getByRole("button", { name: "저장" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("내가 적은 규모").waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await dialog.getByLabel("다른 사람이 적은 규모").check();
    await dialog.getByRole("button", { name: "선택한 내용으로 저장" }).click();
    await page.getByText("저장했습니다.").waitFor();
    const { host, scale, target } = await send("GET", `/projects/${projectId}`);
    assert.deepEqual(
      { host, scale, target },
      { host: "정보통신산업진흥원", scale: "다른 사람이 적은 규모", target: "모든 기업" },
    );
  });

  test("a start says how many SMS it sends before it does, and then what became of them; an end makes next year's", async (t) => {
    const projectId = await projectOf("청년창업");
    const { page, expectComplaint } = await stage.enterAs(t, "staff-1", `/staff/projects/${projectId}`);
    // Until the event has come, nobody knows of its SMS.
    expectComplaint(/404 .*notifications/);
    await page.getByRole("button", { name: "접수 시작" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("문자 4건을 보냅니다.").waitFor();
    assert.deepEqual(await violationsOf(page), []);
    assert.equal((await stage.product.outbox()).length, 0);
    await dialog.getByRole("button", { name: "시작하고 문자 보내기" }).click();
    await page.getByText("발송 완료").waitFor();
    await page.getByText("4건").first().waitFor();
    assert.equal((await stage.product.outbox()).length, 4);

    await page.getByRole("button", { name: "접수 종료" }).click();
    await dialog.getByText("2028년 사업이 자동으로 만들어지고").waitFor();
    await dialog.getByRole("button", { name: "종료하기" }).click();
    await page.getByText("접수를 종료했습니다.").waitFor();
    await eventually(async () => {
      const { items } = await send("GET", `/projects?year=2028&text=${encodeURIComponent("청년창업")}`);
      assert.equal(items.length, 1);
    });
  });

  test("a dropped file is taken row by row, and the rows that need a look are found at once", async (t) => {
    const { page } = await stage.enterAs(t, "staff-1", "/staff/import");
    const text = await readFile("docs/samples/bizinfo-sample.json", "utf8");
    const dropped = await page.evaluateHandle((content) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], "bizinfo-sample.json", { type: "application/json" }));
      return transfer;
    }, text);
    await page.locator(".drop").dispatchEvent("drop", { dataTransfer: dropped });
    await page.getByText("12건을 모두 처리했습니다.").waitFor();
    const rows = page.getByRole("list", { name: "공고별 결과" }).getByRole("listitem");
    assert.equal(await rows.filter({ has: page.locator(".badge") }).count(), 12);
    await page.getByLabel("표시할 공고").selectOption("problems");
    await page.getByText("2027-02-31").waitFor();
    assert.ok((await rows.filter({ has: page.locator(".badge") }).count()) < 12);
    assert.deepEqual(await violationsOf(page), []);
  });

  test("what waits for a salesman is first; staff see why, and assign by hand", async (t) => {
    for (const id of ["salesman-1", "salesman-2"])
      await send("PATCH", `/salesmen/${id}`, { available: false });
    const body = {
      projectname: "반도체 설비 투자 지원사업",
      phone: "010-0000-0011",
      content: "자부담 비율이 궁금합니다.",
    };
    await send("POST", "/consultations", body, "customer-1", "Customer");
    const { page } = await stage.enterAs(t, "staff-1", "/staff/consultations");
    await eventually(async () => {
      await page.getByRole("button", { name: "새로 고침" }).click();
      await page.getByRole("link", { name: "반도체 설비 투자 지원사업" }).first().waitFor({ timeout: 2_000 });
      assert.equal(await page.getByText("빈자리를 기다리는 중").count(), 1);
    });
    await page.getByRole("link", { name: "반도체 설비 투자 지원사업" }).first().click();
    await page.getByLabel("담당할 사람").selectOption({ value: "salesman-2" });
    await page.getByRole("button", { name: "배정하기" }).click();
    await page.getByText("배정했습니다.", { exact: true }).waitFor();
    await page.getByText("직원이 직접 배정").waitFor();
    await page.getByText("윤가람").first().waitFor();
    assert.deepEqual(await violationsOf(page), []);
    for (const id of ["salesman-1", "salesman-2"])
      await send("PATCH", `/salesmen/${id}`, { available: true });
  });

  test("the roster shows everybody's load; a change of capacity is kept", async (t) => {
    const { page } = await stage.enterAs(t, "staff-1", "/staff/salesmen");
    await page.getByRole("button", { name: /수정.*한상우/ }).click();
    await field(page, "동시 담당 한도").fill("1001");
    await page.getByRole("button", { name: "저장" }).click();
    await page.getByText("0부터 1,000까지의 숫자를 입력해 주세요.").first().waitFor();
    await field(page, "동시 담당 한도").fill("7");
    await page.getByRole("button", { name: "저장" }).click();
    await page.getByText(/한도 7$/).waitFor();
    assert.equal((await send("GET", "/salesmen/salesman-1"))["capacity"], 7);
  });

  test("the overview counts what has happened", async (t) => {
    const { page } = await stage.enterAs(t, "staff-1", "/staff");
    await page.getByText("관심 고객 4명").first().waitFor();
    await page.getByText("표로 보기").click();
    await page.getByRole("columnheader", { name: "보낸 문자" }).waitFor();
  });

  for (const theme of ["light", "dark"] as const) {
    test(`axe finds nothing on any page for staff, ${theme}`, async (t) => {
      const projectId = await projectOf("스마트공장");
      const { page, open } = await stage.enterAs(t, "staff-1", "/staff", { theme });
      for (const [path, ready] of [
        ["/staff", "사업별 현황"],
        ["/staff/projects", "소상공인 스마트상점 기술보급사업"],
        [`/staff/projects/${projectId}`, "사업 내용"],
        ["/staff/import", "파일 선택"],
        ["/staff/consultations", "전체 상담"],
        ["/staff/salesmen", "한상우"],
      ] as const) {
        await open(path);
        await page.getByText(ready).first().waitFor();
        await page.waitForFunction(() => document.querySelector(".skeleton") === null);
        assert.deepEqual(await violationsOf(page), [], path);
      }
    });
  }
});
