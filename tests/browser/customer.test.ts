import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { violationsOf } from "./axe.ts";
import { noBrowser } from "./chromium.ts";
import { openStage } from "./stage.ts";
import type { Stage } from "./stage.ts";

describe("the CustomerPage", { skip: noBrowser }, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  test("a customer signs in by clicking, and is back on the page that was asked for", async (t) => {
    const { page } = await stage.enterAs(t, "customer-1", "/projects?text=%EC%8A%A4%EB%A7%88%ED%8A%B8");
    assert.equal(new URL(page.url()).pathname, "/projects");
    await page.getByText("스마트공장").waitFor();
    assert.deepEqual(await violationsOf(page), []);
  });
});
