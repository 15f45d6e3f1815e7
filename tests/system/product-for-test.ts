import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { startProduct } from "./product.ts";
import type { Product, ProductOptions } from "./product.ts";

/** A data folder that goes away with the test. */
export const tempDir = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), "ktgg-start-"));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
};

/** The product for one test alone, stopped with it. */
export const productFor = async (t: TestContext, options: ProductOptions = {}): Promise<Product> => {
  const product = await startProduct(options);
  t.after(() => product.stop());
  return product;
};
