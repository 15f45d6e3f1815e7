import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isInOrder, merged } from "./alarm-order.ts";

const alarms = fc.uniqueArray(
  fc.record({
    alarmId: fc.uuid(),
    at: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(1e13) }).map((at) => at.toISOString()),
  }),
  { selector: ({ alarmId }) => alarmId },
);

test("property: however alarms are cut and repeated, together they are in order, each once", () => {
  fc.assert(
    fc.property(alarms, fc.nat(), fc.nat(), (all, from, to) => {
      const known = all.slice(0, from % (all.length + 1));
      const more = all.slice(to % (all.length + 1));
      const together = merged(known, more);
      assert.deepEqual(
        new Set(together.map(({ alarmId }) => alarmId)),
        new Set([...known, ...more].map(({ alarmId }) => alarmId)),
      );
      for (const [index, alarm] of together.entries())
        assert.ok(index === 0 || !isInOrder(alarm, together[index - 1]));
      assert.equal(together.length, new Set(together.map(({ alarmId }) => alarmId)).size);
    }),
  );
});

test("what is told again replaces what was known", () => {
  const known = [{ alarmId: "a", at: "2027-03-02T00:00:00.000Z", read: false }];
  assert.deepEqual(merged(known, [{ alarmId: "a", at: "2027-03-02T00:00:00.000Z", read: true }]), [
    { alarmId: "a", at: "2027-03-02T00:00:00.000Z", read: true },
  ]);
});

test("the newest is first, and of two of one instant always the same", () => {
  const placed = (alarmId: string, at: string) => ({ alarmId, at });
  const [old, a, b] = [
    placed("z", "2027-03-01T00:00:00.000Z"),
    placed("a", "2027-03-02T00:00:00.000Z"),
    placed("b", "2027-03-02T00:00:00.000Z"),
  ];
  assert.deepEqual(merged([old], [a, b]), [b, a, old]);
  assert.deepEqual(merged([b, old], [a]), [b, a, old]);
});
