import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { alarmOf, homeOf, matchAfter, sortKeyOf, type Match } from "./domain.ts";
import { interestUpdated, projectStarted } from "./events.fake.ts";

test("an alarm has its event's id, subject, projectname and time, in UTC", () => {
  const alarm = alarmOf({ ...projectStarted("e1"), time: "2027-03-02T09:00:00+09:00" });
  assert.deepEqual(
    { ...alarm, text: "" },
    {
      alarmId: "e1",
      type: "ProjectStarted",
      at: "2027-03-02T00:00:00.000Z",
      subject: "project-1",
      text: "",
      projectname: "이음5G 융합서비스 실증사업",
    },
  );
});

test("a project's event is for everyone, an interest's for its subject", () => {
  assert.equal(homeOf(projectStarted("e1")), "all");
  assert.equal(homeOf(interestUpdated("e1", "i1")), "subject:interest:i1");
});

test("the sort key's order is the order of time, and tells alarms of one instant apart", () => {
  const instant = fc.date({
    min: new Date("2000-01-01T00:00:00Z"),
    max: new Date("2100-01-01T00:00:00Z"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(instant, instant, (one, other) => {
      const keyOf = (id: string, at: Date) =>
        sortKeyOf(alarmOf({ ...projectStarted(id), time: at.toISOString() }));
      assert.equal(keyOf("b", one) < keyOf("a", other), one < other);
      assert.notEqual(keyOf("a", one), keyOf("b", one));
    }),
  );
});

const heards = fc.array(
  fc.record({ version: fc.integer({ min: 1, max: 6 }), salesmanId: fc.constantFrom("kim", "lee", "park") }),
  { minLength: 1, maxLength: 10 },
);

test("the newest match stays, however the matches come, and knows everyone who was matched before", () => {
  fc.assert(
    fc.property(heards, (all) => {
      // One version is one match: the first that was made of it.
      const matches = all.filter(
        ({ version }, index) => all.findIndex((other) => other.version === version) === index,
      );
      const held = new Set<string>();
      let present: Match | undefined;
      for (const heard of [...matches, ...matches.toReversed()]) {
        present = matchAfter(present, heard);
        held.add(present.salesmanId);
      }
      const newest = matches.toSorted((one, other) => other.version - one.version)[0];
      assert.equal(present?.version, newest?.version);
      assert.equal(present?.salesmanId, newest?.salesmanId);
      held.delete(present?.salesmanId ?? "");
      assert.deepEqual(new Set(present?.formers), held);
      assert.equal(present?.formers.length, held.size);
    }),
  );
});
