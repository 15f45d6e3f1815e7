import assert from "node:assert/strict";
import { test } from "node:test";
import { within } from "./within.ts";

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

test("what comes in time is answered, or thrown, and no timer is left behind", async () => {
  const before = timers();
  assert.equal(await within(Promise.resolve("done"), 60_000), "done");
  await assert.rejects(within(Promise.reject(new Error("It went wrong.")), 60_000), /wrong/);
  assert.equal(timers(), before);
});

test("what does not come is a TimeoutError that says how long was waited", async () => {
  const never = new Promise<never>(() => undefined);
  await assert.rejects(within(never, 5.4), { name: "TimeoutError", message: "No answer within 5 ms." });
});
