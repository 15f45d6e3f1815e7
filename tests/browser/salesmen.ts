import assert from "node:assert/strict";
import type { Product } from "../system/product.ts";

/** Lets everybody on the demo's roster take on more, or nobody. */
export const letSalesmen = async (product: Product, available: boolean): Promise<void> => {
  const token = await product.token("staff-1", ["Staff"]);
  const { body } = await product.request("GET", "/salesmen?limit=100", { token });
  const { items } = body as { items: { salesmanId: string }[] };
  assert.ok(items.length > 0, "the demo has nobody on its roster");
  for (const { salesmanId } of items) {
    const changed = await product.request("PATCH", `/salesmen/${salesmanId}`, { token, body: { available } });
    assert.equal(changed.status, 200, JSON.stringify(changed.body));
  }
};
