import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { violationsOf } from "./axe.ts";
import { noBrowser } from "./chromium.ts";
import { tabTo } from "./keyboard.ts";
import { letSalesmen } from "./salesmen.ts";
import { openStage } from "./stage.ts";
import type { Stage } from "./stage.ts";
import type { Product } from "../system/product.ts";

type Interest = {
  interestId: string;
  projectname: string;
  interest: number;
  phone: string;
  adConsent: boolean;
};
type Consultation = { consultationId: string; content: string; phone: string; region?: string };

describe("the customer's pages", { skip: noBrowser }, () => {
  let stage: Stage;
  let product: Product;
  before(async () => {
    stage = await openStage();
    ({ product } = stage);
  });
  after(() => stage.close());

  const tokenOf = (sub: string): Promise<string> => product.token(sub, ["Customer"], "김고객");
  const get = async (sub: string, path: string): Promise<{ body: unknown; etag: string }> => {
    const { status, body, headers } = await product.request("GET", path, { token: await tokenOf(sub) });
    assert.equal(status, 200);
    return { body, etag: headers.get("etag") ?? "" };
  };
  const interestsOf = async (sub: string): Promise<Interest[]> =>
    ((await get(sub, "/me/interests?limit=100")).body as { items: Interest[] }).items;
  const projectWith = async (word: string): Promise<{ projectId: string; projectname: string }> => {
    const { body } = await get("customer-1", "/projects");
    const { items } = body as { items: { projectId: string; projectname: string }[] };
    const found = items.find(({ projectname }) => projectname.includes(word));
    assert.ok(found);
    return found;
  };
  const ask = async (sub: string): Promise<Consultation> => {
    const { projectId, projectname } = await projectWith("클라우드");
    const request = { projectId, projectname, phone: "010-5555-0001", content: "비용이 궁금합니다." };
    const { status, body } = await product.request("POST", "/consultations", {
      token: await tokenOf(sub),
      body: request,
    });
    assert.equal(status, 201);
    return body as Consultation;
  };

  test("signing in by a click leads back to the page and the search that were asked for", async (t) => {
    const { page } = await stage.enterAs(t, "customer-1", "/projects?text=%EC%8A%A4%EB%A7%88%ED%8A%B8");
    await page.getByRole("heading", { name: /스마트공장/ }).waitFor();
    assert.equal(new URL(page.url()).search, "?text=%EC%8A%A4%EB%A7%88%ED%8A%B8");
    assert.equal(await page.getByRole("heading", { name: /클라우드/ }).count(), 0);
  });

  test("a page of another role says whom it is for", async (t) => {
    const { page } = await stage.enterAs(t, "salesman-1", "/projects");
    await page.getByRole("heading", { name: "이 페이지를 볼 수 있는 권한이 없습니다" }).waitFor();
    assert.match(await page.getByRole("main").innerText(), /고객 계정/);
    assert.equal(await page.getByRole("link", { name: "지원사업 찾기" }).count(), 0);
  });

  test("every page is without violations in both themes, and says where one is", async (t) => {
    const { consultationId } = await ask("customer-2");
    const { projectId } = await projectWith("스마트상점");
    const places = [
      { path: "/projects", ready: "소상공인 스마트상점 기술보급사업" },
      { path: "/interests", ready: "청년창업사관학교 창업 지원사업" },
      { path: "/consultations", ready: "중소기업 클라우드서비스 보급ㆍ확산사업" },
      { path: `/consultations/${consultationId}`, ready: "상담 정보" },
      { path: `/consultations/new?projectId=${projectId}`, ready: "희망 상담일" },
      { path: "/nothing", ready: "페이지를 찾을 수 없습니다" },
    ];
    const { page, open } = await stage.enterAs(t, "customer-2", "/projects");
    for (const { path, ready } of places) {
      await open(path);
      await page.getByText(ready).first().waitFor();
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(await violationsOf(page), [], `${path} ${colorScheme}`);
      }
      assert.notEqual(await page.title(), "KT.GG");
    }
  });

  test("an interest is saved with its consents, changed and taken back, each shown at once", async (t) => {
    const { page, expectComplaint } = await stage.enterAs(t, "customer-4", "/projects");
    // Its salesman is saved on it a moment later: then the page sends its change again, of the version that is there.
    expectComplaint(/412/);
    const { projectname } = await projectWith("스마트상점");
    await page.getByRole("button", { name: `${projectname} 관심 저장` }).click();
    const dialog = page.getByRole("dialog", { name: "관심 사업 저장" });
    assert.deepEqual(await violationsOf(page), []);
    await dialog.getByLabel("휴대전화번호").fill("010-2222-3333");
    await dialog.getByLabel("광고성 문자 수신에 동의합니다.", { exact: true }).check();
    await dialog.getByRole("button", { name: "관심 저장하기" }).click();
    await page.getByText(`「${projectname}」을(를) 관심 사업으로 저장했습니다.`).waitFor();
    assert.equal(await dialog.count(), 0);
    assert.equal(await page.getByRole("button", { name: `${projectname} 관심 저장` }).count(), 0);
    const saved = (await interestsOf("customer-4")).find((one) => one.projectname === projectname);
    assert.equal(saved?.phone, "010-2222-3333");
    assert.equal(saved.adConsent, true);

    await page.getByRole("link", { name: "관심 사업", exact: true }).click();
    const row = page.getByRole("listitem").filter({ hasText: projectname });
    await row.getByRole("button", { name: "연락처ㆍ동의 수정" }).click();
    await page.getByLabel("휴대전화번호").fill("010-4444-5555");
    await page.getByRole("button", { name: "저장", exact: true }).click();
    await row.getByText("010-4444-5555").waitFor();

    await row.getByRole("button", { name: "관심 해제" }).click();
    await row.getByText("관심 해제됨").waitFor();
    await page.getByText(`「${projectname}」의 관심을 해제했습니다.`).waitFor();
    const gone = (await interestsOf("customer-4")).find((one) => one.projectname === projectname);
    assert.equal(gone?.interest ?? 0, 0);
  });

  test("a change that the API refuses is taken back, and the page says why", async (t) => {
    const { page, expectComplaint } = await stage.enterAs(t, "customer-2", "/interests");
    expectComplaint(/503/);
    await page.route(/\/interests\/[^/]+$/, async (route) => {
      if (route.request().method() !== "PATCH") return route.fallback();
      await route.fulfill({
        status: 503,
        headers: { "access-control-allow-origin": "*", "content-type": "application/problem+json" },
        body: JSON.stringify({ type: "urn:ktgg:problem:unavailable", title: "", status: 503, detail: "" }),
      });
    });
    const row = page.getByRole("listitem").filter({ hasText: "청년창업" });
    await row.getByRole("button", { name: "관심 해제" }).click();
    await page.getByRole("alert").getByText("요청이 많아 처리하지 못했습니다.").waitFor();
    await row.getByRole("button", { name: "관심 해제" }).waitFor();
  });

  test("a form that is not valid says at each field what to enter, and its summary takes the focus", async (t) => {
    const { projectId } = await projectWith("클라우드");
    const { page } = await stage.enterAs(t, "customer-3", `/consultations/new?projectId=${projectId}`);
    const phone = page.getByLabel("휴대전화번호");
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>("#request-phone")?.value !== "",
    );
    await phone.fill("전화 주세요");
    await page.getByRole("button", { name: "상담 신청하기" }).click();
    await page.getByText("고칠 항목이 2개 있습니다.").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), "request-summary");
    assert.equal(await phone.getAttribute("aria-invalid"), "true");
    assert.match((await phone.getAttribute("aria-describedby")) ?? "", /request-phone-wrong/);
    assert.deepEqual(await violationsOf(page), []);
    await page.getByRole("link", { name: /상담 내용을 1자 이상/ }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.id), "request-content");
    await page.keyboard.type("궁금합니다");
    assert.equal(await page.getByLabel("상담 내용").getAttribute("aria-invalid"), null);
  });

  test("what the API finds wrong is shown at its field too", async (t) => {
    const { projectId } = await projectWith("클라우드");
    const { page, expectComplaint } = await stage.enterAs(
      t,
      "customer-3",
      `/consultations/new?projectId=${projectId}`,
    );
    expectComplaint(/400/);
    await page.route(/\/consultations$/, async (route) => {
      const errors = [{ path: "region", message: "is not served" }];
      await route.fulfill({
        status: 400,
        headers: { "access-control-allow-origin": "*", "content-type": "application/problem+json" },
        body: JSON.stringify({
          type: "urn:ktgg:problem:invalid",
          title: "",
          status: 400,
          detail: "",
          errors,
        }),
      });
    });
    await page.getByLabel("상담 내용").fill("궁금합니다");
    await page.getByLabel("휴대전화번호").fill("010-1234-5678");
    await page.getByRole("button", { name: "상담 신청하기" }).click();
    await page.getByText("입력한 내용을 확인해 주세요.").waitFor();
    assert.equal(await page.getByLabel("지역").getAttribute("aria-invalid"), "true");
    assert.equal(await page.getByLabel("휴대전화번호").getAttribute("aria-invalid"), null);
  });

  test("a consultation is asked for with the keyboard alone, and shows at once who will call", async (t) => {
    const { page } = await stage.enter(t);
    await page.goto(product.endpoints.web);
    await tabTo(page, /^로그인$/);
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.origin === new URL(product.endpoints.identity).origin);
    await tabTo(page, /customer-3/);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: /클라우드/ }).waitFor();

    await page.evaluate(() => {
      document.body.focus();
    });
    await tabTo(page, /본문 바로가기/);
    await page.keyboard.press("Enter");
    await tabTo(page, /클라우드.*상담 신청하기/);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "상담 신청", exact: true }).waitFor();
    assert.equal(
      await page.evaluate(() => document.activeElement?.id),
      "heading",
      "reading goes on at the heading",
    );
    await tabTo(page, /휴대전화번호/);
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("010-3333-4444");
    await tabTo(page, /상담 내용/);
    await page.keyboard.type("키보드로 신청합니다.");
    await tabTo(page, /^상담 신청하기$/);
    await page.keyboard.press("Enter");
    await page.getByText("상담을 접수했습니다.").waitFor();
    await page.getByText(/(한상우|윤가람|임보라) 영업대표가 연락드립니다/).waitFor();
  });

  test("while nobody is free the page says so; it shows who it is once somebody is, and what they then do", async (t) => {
    await letSalesmen(product, false);
    const { projectId } = await projectWith("스마트공장");
    const { page } = await stage.enterAs(t, "customer-1", `/consultations/new?projectId=${projectId}`);
    await page.getByLabel("상담 내용").fill("언제 연락을 받을 수 있나요?");
    await page.getByLabel("휴대전화번호").fill("010-1234-5678");
    await page.getByRole("button", { name: "상담 신청하기" }).click();
    await page.getByText("이 화면을 열어 두면 정해지는 대로 표시됩니다.").waitFor();
    await letSalesmen(product, true);
    await page.getByText(/(한상우|윤가람|임보라) 영업대표가 연락드립니다/).waitFor({ timeout: 60_000 });

    // And what the salesman does next, while the page stays open.
    const path = new URL(page.url()).pathname;
    const staff = await product.token("staff-1", ["Staff"]);
    const { body } = await product.request("GET", path, { token: staff });
    const salesman = await product.token((body as { matchedsalesman: string }).matchedsalesman, ["Salesman"]);
    const accepted = await product.request("POST", `${path}/accept`, { token: salesman });
    assert.equal(accepted.status, 200);
    await page.locator('[aria-current="step"]', { hasText: "수락" }).waitFor({ timeout: 60_000 });
  });

  test("of two edits at once neither is lost: the page lets one choose, field by field", async (t) => {
    const { consultationId } = await ask("customer-2");
    const path = `/consultations/${consultationId}`;
    const { page, expectComplaint } = await stage.enterAs(t, "customer-2", path);
    expectComplaint(/412/);
    await page.getByRole("button", { name: "신청 내용 수정" }).click();
    const elsewhere = { phone: "010-7777-0001", content: "다른 기기에서 고친 내용", region: "부산" };
    const token = await tokenOf("customer-2");
    const { etag } = await get("customer-2", path);
    await product.request("PATCH", path, { token, body: elsewhere, headers: { "if-match": etag } });

    await page.getByLabel("휴대전화번호").fill("010-8888-0002");
    await page.getByLabel("상담 내용").fill("여기서 고친 내용");
    await page.getByRole("button", { name: "저장", exact: true }).click();
    await page.getByText("그사이 다른 곳에서 내용이 바뀌었습니다.").waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.getByRole("group", { name: "상담 내용" }).getByLabel("지금 저장된 내용").check();
    await page.getByRole("button", { name: "선택한 내용으로 저장" }).click();
    await page.getByText("신청 내용을 저장했습니다.").waitFor();
    const body = (await get("customer-2", path)).body as Consultation;
    assert.deepEqual(
      { phone: body.phone, content: body.content, region: body.region },
      { phone: "010-8888-0002", content: "다른 기기에서 고친 내용", region: "부산" },
    );
  });

  test("without a network the page says so and keeps what was typed, and goes on when it is back", async (t) => {
    const { consultationId } = await ask("customer-4");
    const { page, context, expectComplaint } = await stage.enterAs(
      t,
      "customer-4",
      `/consultations/${consultationId}`,
    );
    expectComplaint(/ERR_INTERNET_DISCONNECTED/);
    await page.getByRole("button", { name: "신청 내용 수정" }).click();
    await page.getByLabel("상담 내용").fill("지하철에서 쓴 내용");
    await context.setOffline(true);
    await page.getByText("인터넷에 연결되어 있지 않습니다.").waitFor();
    await page.getByRole("button", { name: "저장", exact: true }).click();
    await page.getByText("서버에 연결할 수 없습니다.").waitFor();
    assert.equal(await page.getByLabel("상담 내용").inputValue(), "지하철에서 쓴 내용");
    assert.deepEqual(await violationsOf(page), []);
    await context.setOffline(false);
    await page.getByRole("button", { name: "저장", exact: true }).click();
    await page.getByText("신청 내용을 저장했습니다.").waitFor();
    await page.getByText("지하철에서 쓴 내용").waitFor();
  });

  test("when the session ends the page stays, and what was typed is there after signing in again", async (t) => {
    const { projectId } = await projectWith("클라우드");
    const path = `/consultations/new?projectId=${projectId}`;
    const { page, open } = await stage.enter(t);
    await open("/");
    const token = await product.token("customer-1", ["Customer"], "박민수", { expiresIn: 12 });
    await page.evaluate((held) => {
      sessionStorage.setItem("ktgg.token", held);
    }, token);
    await open(path);
    await page.getByLabel("상담 내용").fill("오래 걸려 쓴 내용");
    await page.getByText("로그인 시간이 끝났습니다.").waitFor();
    assert.equal(await page.getByLabel("상담 내용").inputValue(), "오래 걸려 쓴 내용");
    await page.getByRole("button", { name: "다시 로그인" }).click();
    await page.getByRole("link", { name: "customer-1" }).click();
    await page.getByText("이전에 입력하던 내용을 불러왔습니다.").waitFor();
    assert.equal(await page.getByLabel("상담 내용").inputValue(), "오래 걸려 쓴 내용");
  });

  test("the pages speak English by the switch, and keep it, and the theme, over a reload", async (t) => {
    const { page } = await stage.enterAs(t, "customer-1", "/projects");
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("button", { name: "Dark" }).click();
    await page.reload();
    await page.getByRole("heading", { name: "Find projects" }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).colorScheme), "dark");
    assert.doesNotMatch(await page.getByRole("banner").innerText(), /지원사업|로그아웃/);
  });

  test("who signs out is signed out here and at the issuer", async (t) => {
    const { page } = await stage.enterAs(t, "customer-1", "/projects");
    // What the page still loads would be refused, and the browser would tell of it.
    await page.waitForLoadState("networkidle");
    await page.getByRole("button", { name: "로그아웃" }).click();
    await page.getByRole("heading", { name: "정부지원사업, 놓치지 마세요" }).waitFor();
    assert.equal(await page.evaluate(() => sessionStorage.getItem("ktgg.token")), null);
    await page.getByRole("button", { name: "로그인" }).first().click();
    await page.getByRole("heading", { name: "누구로 로그인할까요?" }).waitFor();
  });
});
