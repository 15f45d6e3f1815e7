import assert from "node:assert/strict";
import type { Product } from "../system/product.ts";

/** Puts the demo's salesman on the roster, or changes whether they take on more. */
export const letSalesman = async (product: Product, available: boolean): Promise<void> => {
  const token = await product.token("staff-1", ["Staff"]);
  const profile = { name: "한상우", phone: "010-0000-0021", available };
  const made = await product.request("POST", "/salesmen", {
    token,
    body: { salesmanId: "salesman-1", ...profile },
  });
  if (made.status === 201) return;
  const changed = await product.request("PATCH", "/salesmen/salesman-1", { token, body: profile });
  assert.equal(changed.status, 200, JSON.stringify(changed.body));
};
