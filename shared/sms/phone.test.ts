import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { maskPhone, toMobile } from "./phone.ts";

const mobiles = [
  "010-1234-5678",
  "01012345678",
  "010 1234 5678",
  "010.1234.5678",
  "(010)1234-5678",
  " 010-1234-5678\n",
  "10-1234-5678",
  "+82 10 1234 5678",
  "+82 (0)10-1234-5678",
  "82-10-1234-5678",
  "０１０－１２３４－５６７８",
];

for (const phone of mobiles)
  test(`${JSON.stringify(phone)} is a mobile`, () => {
    assert.deepEqual(toMobile(phone), { e164: "+821012345678" });
  });

const others: [phone: string, reason: "invalid number" | "not a mobile", why: string][] = [
  ["02-123-4567", "not a mobile", "a landline of Seoul"],
  ["031-123-4567", "not a mobile", "a landline"],
  ["070-1234-5678", "not a mobile", "internet telephony"],
  ["080-123-4567", "not a mobile", "a free number"],
  ["0505-123-4567", "not a mobile", "a personal number"],
  ["1588-1234", "not a mobile", "a number of a company"],
  ["011-123-4567", "not a mobile", "closed"],
  ["016-1234-5678", "not a mobile", "closed"],
  ["019-123-4567", "not a mobile", "closed"],
  ["012-1234-5678", "not a mobile", "a pager or a thing"],
  ["+1 202 555 0100", "not a mobile", "foreign"],
  ["+81 90 1234 5678", "not a mobile", "foreign"],
  ["010-123-4567", "invalid number", "a digit too few"],
  ["010-1234-56789", "invalid number", "a digit too many"],
  ["call 010-1234-5678 now", "invalid number", "a number inside a text"],
  ["010-1234-5678 / 010-2222-3333", "invalid number", "two numbers"],
  ["010-1234-5678 ext. 5", "invalid number", "an extension"],
  ["010-1234-567a", "invalid number", "a letter"],
  ["0082 10 1234 5678", "invalid number", "an unknown prefix"],
  ["112", "invalid number", "an emergency call"],
  ["", "invalid number", "nothing"],
  ["없음", "invalid number", "words"],
  [`010-1234-5678${" ".repeat(40)}`, "invalid number", "too long"],
];

for (const [phone, reason, why] of others)
  test(`${JSON.stringify(phone)} is ${reason === "not a mobile" ? reason : "an invalid number"}: ${why}`, () => {
    assert.deepEqual(toMobile(phone), { reason });
  });

test("whatever is written, only a Korean 010 number of eight digits more comes out", () => {
  const written = fc.oneof(
    fc.string({ unit: "binary" }),
    fc
      .array(fc.constantFrom(..."0 1 2 5 8 + - ( ) . ; ext= ０ １ tel: x #".split(" "), " "), {
        maxLength: 20,
      })
      .map((pieces) => pieces.join("")),
  );
  fc.assert(
    fc.property(written, (phone) => {
      const mobile = toMobile(phone);
      if ("e164" in mobile) assert.match(mobile.e164, /^\+8210\d{8}$/);
    }),
    { numRuns: 2000 },
  );
});

test("a log shows the last four digits of a mobile, and nothing of anything else", () => {
  for (const phone of mobiles) assert.equal(maskPhone(phone), "010-****-5678");
  for (const [phone] of others) assert.equal(maskPhone(phone), "****");
});
