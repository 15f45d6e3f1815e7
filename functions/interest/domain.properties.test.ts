import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { interest, type Interest } from "../../shared/contract/interest.ts";
import { DomainError } from "../../shared/domain/errors.ts";
import { frozen } from "../../tests/decider-specification.ts";
import { type InterestCommand, type InterestEvent, interestDecider } from "./domain.ts";

const interestId = "interest-1";
const at = fc.integer({ min: 1_790_000_000, max: 1_800_000_000 }).map((seconds) => new Date(seconds * 1000));
const said = fc.record(
  {
    interest: fc.constantFrom(1 as const, 0 as const),
    customername: fc.constantFrom("김하늘", "이바다"),
    phone: fc.constantFrom("010-0000-0001", "010-0000-0002"),
    adConsent: fc.boolean(),
    nightConsent: fc.boolean(),
  },
  { requiredKeys: ["interest", "customername", "phone"] },
);
const create = fc.record({ said, at }).map((it): InterestCommand => ({
  type: "CreateInterest",
  interestId,
  customerId: "customer-1",
  projectname: "이음5G 실증사업",
  ...it,
}));
const update = fc
  .record({
    said: fc.record({ ...partial() }, { requiredKeys: [] }),
    at,
    by: fc.constantFrom("customer-1", "customer-2"),
  })
  .map((it): InterestCommand => ({ type: "UpdateInterest", interestId, ...it }));
const commands = fc.array(fc.oneof(create, update), { maxLength: 12 });

function partial() {
  return {
    interest: fc.constantFrom(1 as const, 0 as const),
    phone: fc.constantFrom("010-0000-0001", "010-0000-0002"),
    adConsent: fc.boolean(),
    nightConsent: fc.boolean(),
  };
}

const decided = (command: InterestCommand, state: Interest | undefined): InterestEvent[] => {
  try {
    return interestDecider.decide(frozen(command), frozen(state));
  } catch (error) {
    if (error instanceof DomainError) return [];
    throw error;
  }
};

const run = (commands: readonly InterestCommand[]): InterestEvent[] => {
  const events: InterestEvent[] = [];
  for (const command of commands) {
    const state = events.reduce<Interest | undefined>(interestDecider.evolve, undefined);
    events.push(...decided(command, state));
  }
  return events;
};

test("an interest is created once and updated from then on, and every event keeps the contract", () => {
  fc.assert(
    fc.property(commands, (commands) => {
      for (const [index, { type, data }] of run(commands).entries()) {
        assert.equal(type, index === 0 ? "InterestCreated" : "InterestUpdated");
        assert.deepEqual(interest.parse(data), data);
      }
    }),
  );
});

test("saving the same interest twice in a row is the same as once, whatever went before", () => {
  fc.assert(
    fc.property(commands, create, (before, save) => {
      assert.deepEqual(run([...before, save, save]), run([...before, save]));
    }),
  );
});

test("no event leaves things as they were", () => {
  fc.assert(
    fc.property(commands, (commands) => {
      const events = run(commands);
      for (const [index, { data }] of events.entries()) assert.notDeepEqual(data, events[index - 1]?.data);
    }),
  );
});

test("a consent that stands has the day on which it was given; one that never was given has none", () => {
  fc.assert(
    fc.property(commands, (commands) => {
      for (const { data } of run(commands)) {
        if (data.adConsent) assert.ok(data.adConsentAt);
        if (data.nightConsent) assert.ok(data.nightConsentAt);
        if (data.adConsentWithdrawnAt !== undefined) assert.ok(data.adConsentAt);
        if (data.nightConsentWithdrawnAt !== undefined) assert.ok(data.nightConsentAt);
      }
    }),
  );
});
