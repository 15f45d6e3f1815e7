import assert from "node:assert/strict";
import { after, before, describe, test, type TestContext } from "node:test";
import { eventually } from "../system/eventually.ts";
import type { Product } from "../system/product.ts";
import { violationsOf } from "./axe.ts";
import { noBrowser } from "./chromium.ts";
import { tabTo } from "./keyboard.ts";
import { openStage } from "./stage.ts";
import type { Stage } from "./stage.ts";
import type { Visitor } from "./visitor.ts";

describe("the SalesmanPage", { skip: noBrowser }, () => {
  let stage: Stage;
  let product: Product;
  before(async () => {
    stage = await openStage();
    ({ product } = stage);
    const token = await product.token("staff-1", ["Staff"]);
    const body = { salesmanId: "salesman-1", name: "한상우", phone: "010-0000-0021", capacity: 100 };
    const made = await product.request("POST", "/salesmen", { token, body });
    assert.ok(made.status === 201 || made.status === 409, JSON.stringify(made.body));
    // The others of the roster take nothing: who is matched is then known.
    for (const other of ["salesman-2", "salesman-3"]) {
      await product.request("PATCH", `/salesmen/${other}`, { token, body: { available: false } });
    }
    const profile = { capacity: 100, available: true };
    await product.request("PATCH", "/salesmen/salesman-1", { token, body: profile });
  });
  after(() => stage.close());

  const salesman = (): Promise<string> => product.token("salesman-1", ["Salesman"], "한상우");
  const publish = async (): Promise<string> => {
    const token = await product.token("staff-1", ["Staff"]);
    const projectname = `${crypto.randomUUID()} 지원사업`;
    const body = { projectname, year: 2027 };
    assert.equal((await product.request("POST", "/projects", { token, body })).status, 201);
    return projectname;
  };
  /** A customer's request, which is matched at once; the name tells it from all others. */
  const ask = async (): Promise<{ consultationId: string; customername: string }> => {
    const customername = `고객${crypto.randomUUID().slice(0, 6)}`;
    const token = await product.token(`customer-${crypto.randomUUID()}`, ["Customer"], customername);
    const body = {
      projectname: "이음5G 지원사업",
      phone: "010-5555-0001",
      content: "비용이 궁금합니다.\n언제 시작하나요?",
    };
    const answer = await product.request("POST", "/consultations", { token, body });
    assert.equal(answer.status, 201);
    const { consultationId, matchedsalesman } = answer.body as {
      consultationId: string;
      matchedsalesman: string;
    };
    assert.equal(matchedsalesman, "salesman-1");
    return { consultationId, customername };
  };
  const enter = async (t: TestContext, options = {}): Promise<Visitor> => {
    const visitor = await stage.enterAs(t, "salesman-1", "/salesman", options);
    await visitor.page.getByText("실시간 연결됨").waitFor();
    return visitor;
  };
  const cardOf = (visitor: Visitor, customername: string) =>
    visitor.page.getByRole("article").filter({ hasText: customername });
  const alarmOf = (visitor: Visitor, text: string) =>
    visitor.page.getByRole("list", { name: "알람" }).getByRole("listitem").filter({ hasText: text });

  test("a new alarm appears on the open page within a second, above the others, and counts as unread", async (t) => {
    const visitor = await enter(t);
    const tookMs: number[] = [];
    for (let attempt = 0; attempt < 3; attempt++) {
      const projectname = await publish();
      const begun = performance.now();
      await alarmOf(visitor, projectname).waitFor();
      tookMs.push(performance.now() - begun);
    }
    // One is enough: the machine may be busy with something else at any one moment.
    assert.ok(Math.min(...tookMs) < 1_000, tookMs.join(", "));
    const list = (await product.request("GET", "/me/alarms", { token: await salesman() })).body as {
      unread: number;
      items: { text: string }[];
    };
    await visitor.page.getByText(`읽지 않음 ${list.unread}`, { exact: true }).waitFor();
    const first = visitor.page.getByRole("list", { name: "알람" }).getByRole("listitem").first();
    assert.ok((await first.innerText()).includes(list.items[0]?.text ?? "nothing"));
  });

  test("when the instance is killed, the page says so, comes back by itself and has missed nothing", async (t) => {
    const visitor = await enter(t);
    visitor.expectComplaint(/Failed to load resource|failed: GET|ERR_/);
    const killed = product.kill("functions-host-0");
    await visitor.page.getByText("다시 연결 중").waitFor();
    await killed;
    const missed = [await publish(), await publish()];
    await visitor.page.getByText("실시간 연결됨").waitFor({ timeout: 40_000 });
    for (const projectname of missed) {
      await alarmOf(visitor, projectname).waitFor();
      assert.equal(
        await alarmOf(visitor, projectname).count(),
        1,
        "an alarm that is told twice is shown once",
      );
    }
  });

  test("a consultation appears by itself, and is taken from request to success by the keyboard alone", async (t) => {
    const visitor = await enter(t);
    const { consultationId, customername } = await ask();
    const press = async (name: string): Promise<void> => {
      const label = `${customername} 고객 상담 ${name}`;
      // Until the step before is saved, the next is shown and not yet to be had.
      await visitor.page.locator(`button[aria-label="${label}"][aria-disabled="false"]`).waitFor();
      await tabTo(visitor.page, new RegExp(label));
      await visitor.page.keyboard.press("Enter");
      await visitor.page.getByRole("button", { name: label }).waitFor({ state: "detached" });
    };
    await cardOf(visitor, customername).waitFor();
    assert.equal(
      await cardOf(visitor, customername).getByRole("link", { name: "010-5555-0001" }).getAttribute("href"),
      "tel:01055550001",
    );
    for (const deed of ["수락", "상담 시작", "성공으로 마침"]) await press(deed);
    // It is shown as done before the API has said so.
    await eventually(async () => {
      const { body } = await product.request("GET", `/consultations/${consultationId}`, {
        token: await salesman(),
      });
      assert.equal((body as { step: string }).step, "success");
    });
    await visitor.page.getByRole("button", { name: "끝난 상담 보기" }).click();
    await cardOf(visitor, customername).waitFor();
  });

  test("a reject asks why: with a reason it goes to another, and without one it is canceled", async (t) => {
    const visitor = await enter(t);
    for (const [choice, step] of [
      ["내 전문 분야가 아닙니다.", "requested"],
      [/상담을 취소합니다/, "canceled"],
    ] as const) {
      const { consultationId, customername } = await ask();
      await visitor.page.getByRole("button", { name: `${customername} 고객 상담 거절` }).click();
      const dialog = visitor.page.getByRole("dialog");
      await dialog.getByRole("radio", { name: choice }).check();
      assert.deepEqual(await violationsOf(visitor.page), []);
      await dialog.getByRole("button", { name: "거절하기" }).click();
      await cardOf(visitor, customername).waitFor({ state: "detached" });
      const token = await product.token("staff-1", ["Staff"]);
      await eventually(async () => {
        const { body } = await product.request("GET", `/consultations/${consultationId}`, { token });
        assert.equal((body as { step: string }).step, step);
      });
    }
  });

  test("what somebody else decided meanwhile is said, with the steps that are possible now", async (t) => {
    const visitor = await enter(t);
    visitor.expectComplaint(/409/);
    const { consultationId, customername } = await ask();
    const accept = visitor.page.getByRole("button", { name: `${customername} 고객 상담 수락` });
    await accept.waitFor();
    // The page does not hear of it in time.
    await visitor.page.route("**/me/assignments**", (route) => route.abort());
    visitor.expectComplaint(/me\/assignments/);
    const answer = await product.request("POST", `/consultations/${consultationId}/accept`, {
      token: await salesman(),
    });
    assert.equal(answer.status, 200);
    await accept.click();
    const card = cardOf(visitor, customername);
    await card.getByText("지금 단계에서는 할 수 없습니다.").waitFor();
    await card.getByText(/지금 할 수 있는 단계: 진행 중/).waitFor();
  });

  test("one alarm and all alarms are read, here and on the other page of the same person", async (t) => {
    const visitor = await enter(t);
    const other = await enter(t);
    const projectname = await publish();
    await alarmOf(visitor, projectname)
      .getByRole("button", { name: /읽음으로 표시/ })
      .click();
    await alarmOf(other, projectname).getByRole("button").waitFor({ state: "detached" });
    await visitor.page.getByRole("button", { name: "모두 읽음으로 표시" }).click();
    await other.page.getByRole("button", { name: "모두 읽음으로 표시" }).waitFor({ state: "detached" });
    await eventually(async () => {
      const { body } = await product.request("GET", "/me/alarms", { token: await salesman() });
      assert.equal((body as { unread: number }).unread, 0);
    });
  });

  test("the page is without violations in both themes and languages, wide and narrow, and asks for no permission", async (t) => {
    await ask();
    for (const theme of ["light", "dark"] as const) {
      const visitor = await stage.enter(t, { theme });
      await visitor.context.addInitScript(() => {
        Notification.requestPermission = () => {
          throw new Error("Nobody was asked whether they want that.");
        };
      });
      await visitor.open("/salesman");
      await visitor.signIn("salesman-1");
      await visitor.page.getByText("실시간 연결됨").waitFor();
      assert.deepEqual(await violationsOf(visitor.page), []);
      await visitor.page.getByRole("button", { name: "English" }).click();
      await visitor.page.getByText("Waiting for your decision").waitFor();
      await visitor.page.setViewportSize({ width: 360, height: 780 });
      await visitor.page.getByRole("button", { name: /^Alarms/ }).click();
      await visitor.page.getByRole("heading", { name: "Alarms" }).waitFor();
      assert.deepEqual(await violationsOf(visitor.page), []);
      const overflow = await visitor.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${overflow} px are cut off`);
    }
  });

  test("a link with login_hint signs that person in without a click, and a tab beside it holds another", async (t) => {
    const visitor = await stage.enter(t);
    await visitor.open("/?login_hint=salesman-1");
    await visitor.page.getByText("한상우").first().waitFor();
    await visitor.page.waitForURL(/\/salesman$/);
    const customer = await visitor.context.newPage();
    await customer.goto(new URL("/?login_hint=customer-1", product.endpoints.web).href);
    await customer.getByText("박민수").first().waitFor();
    await visitor.page.reload();
    await visitor.page.getByText("한상우").first().waitFor();
    assert.equal(new URL(visitor.page.url()).search, "");
  });
});
