import type { TestContext } from "node:test";
import type { Browser } from "playwright-core";
import { startProduct } from "../system/product.ts";
import type { Product } from "../system/product.ts";
import { launchBrowser } from "./chromium.ts";
import { visit } from "./visitor.ts";
import type { Visitor, VisitOptions } from "./visitor.ts";

/** A started product and a browser, for all tests of a file. */
export type Stage = {
  product: Product;
  browser: Browser;
  /** Somebody who stays as long as the test; the test fails when their browser has complained. */
  enter: (t: TestContext, options?: VisitOptions) => Promise<Visitor>;
  /** As `enter`, at a path of ours, signed in by clicking as the demo person with this `sub`. */
  enterAs: (t: TestContext, sub: string, path: string, options?: VisitOptions) => Promise<Visitor>;
  close: () => Promise<void>;
};

/** Starts both. The product has the demo's people and projects. */
export const openStage = async (): Promise<Stage> => {
  const product = await startProduct({ demo: true });
  // Whichever does not come up must not leave the other behind: the test would never end.
  const browser = await launchBrowser().catch(async (error: unknown) => {
    await product.stop();
    throw error;
  });
  const enter: Stage["enter"] = async (t, options = {}) => {
    const visitor = await visit(browser, product.endpoints, options);
    t.after(() => visitor.leave());
    return visitor;
  };
  return {
    product,
    browser,
    enter,
    enterAs: async (t, sub, path, options = {}) => {
      const visitor = await enter(t, options);
      await visitor.open(path);
      await visitor.signIn(sub);
      return visitor;
    },
    close: async () => {
      await browser.close();
      await product.stop();
    },
  };
};
