import assert from "node:assert/strict";
import { test } from "node:test";
import { decideRecipient } from "./eligibility.ts";
import type { Recipient } from "./eligibility.ts";

const day = new Date("2027-03-02T12:00:00+09:00");
const night = new Date("2027-03-02T22:00:00+09:00");
const morning = new Date("2027-03-03T08:00:00+09:00");

const willing: Recipient = {
  interest: 1,
  phone: "010-1234-5678",
  adConsent: true,
  nightConsent: false,
  optedOut: false,
};

test("a customer who wants it and has a mobile is sent to, in the international form", () => {
  assert.deepEqual(decideRecipient(willing, "info", day), { send: "+821012345678" });
  assert.deepEqual(decideRecipient(willing, "ad", day), { send: "+821012345678" });
});

test("an information needs no consent and knows no night", () => {
  assert.deepEqual(decideRecipient({ ...willing, adConsent: false }, "info", night), {
    send: "+821012345678",
  });
});

test("an advertisement at night waits for the morning, unless the customer consented to the night", () => {
  assert.deepEqual(decideRecipient(willing, "ad", night), { wait: morning });
  assert.deepEqual(decideRecipient({ ...willing, nightConsent: true }, "ad", night), {
    send: "+821012345678",
  });
});

test("the consent to the night is none to advertisements", () => {
  assert.deepEqual(decideRecipient({ ...willing, adConsent: false, nightConsent: true }, "ad", night), {
    outcome: "no consent",
  });
});

test("an interest in general is no consent to advertisements", () => {
  assert.deepEqual(decideRecipient({ ...willing, adConsent: false }, "ad", day), { outcome: "no consent" });
});

test("a landline is not a mobile, and what is no number is invalid", () => {
  assert.deepEqual(decideRecipient({ ...willing, phone: "02-123-4567" }, "info", day), {
    outcome: "not a mobile",
  });
  assert.deepEqual(decideRecipient({ ...willing, phone: "없음" }, "info", day), {
    outcome: "invalid number",
  });
});

test("the reasons come in this order: opted out, not interested, no consent, the number, the night", () => {
  const worst: Recipient = {
    interest: 0,
    phone: "없음",
    adConsent: false,
    nightConsent: false,
    optedOut: true,
  };
  const steps: [Partial<Recipient>, ReturnType<typeof decideRecipient>][] = [
    [{}, { outcome: "opted out" }],
    [{ optedOut: false }, { outcome: "not interested" }],
    [{ interest: 1 }, { outcome: "no consent" }],
    [{ adConsent: true }, { outcome: "invalid number" }],
    [{ phone: "02-123-4567" }, { outcome: "not a mobile" }],
    [{ phone: "010-1234-5678" }, { wait: morning }],
    [{ nightConsent: true }, { send: "+821012345678" }],
  ];
  let recipient = worst;
  for (const [better, decision] of steps) {
    recipient = { ...recipient, ...better };
    assert.deepEqual(decideRecipient(recipient, "ad", night), decision);
  }
});

test("what opted out stays opted out, whatever the message", () => {
  assert.deepEqual(decideRecipient({ ...willing, optedOut: true, nightConsent: true }, "info", day), {
    outcome: "opted out",
  });
});
