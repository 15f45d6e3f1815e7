import assert from "node:assert/strict";
import { test } from "node:test";
import { readToken } from "../../web/sign-in/person.ts";

const tokenWith = (claims: object): string =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.signature`;

test("a token says who, with which of our roles, and until when", () => {
  const token = tokenWith({
    sub: "customer-1",
    name: "박민수",
    roles: ["Customer", "Owner"],
    exp: 1_800_000_000,
  });
  assert.deepEqual(readToken(token), {
    person: { id: "customer-1", name: "박민수", roles: ["Customer"] },
    expiresAt: 1_800_000_000_000,
  });
});

test("a token without name or roles has neither, one without subject or end is none", () => {
  assert.deepEqual(readToken(tokenWith({ sub: "a", exp: 1 })).person, { id: "a", name: "a", roles: [] });
  for (const wrong of [tokenWith({ sub: "a" }), tokenWith({ exp: 1 }), "no token", "a.b.c"]) {
    assert.throws(() => readToken(wrong));
  }
});
