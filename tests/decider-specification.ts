import assert from "node:assert/strict";
import type { Decider } from "../shared/domain/decider.ts";

type Outcome<Event> = {
  /** The command leads to exactly these events; none means that nothing changes. */
  then: (...events: Event[]) => void;
  /** The command is refused with an error of this class, with these facts in it. */
  thenRefuses: <Refusal extends Error>(
    // A class by its shape: any constructor arguments will do, since nothing is built here.
    kind: abstract new (...parameters: never[]) => Refusal,
    facts?: Partial<Refusal>,
  ) => void;
};

export type Specification<Command, Event> = {
  given: (...events: Event[]) => { when: (command: Command) => Outcome<Event> };
};

/**
 * Given events, when a command, then events or a refusal: on the pure functions of an aggregate. State and command are
 * frozen, so that a decider that writes to either fails.
 */
export const specificationOf = <Command, State, Event>(
  decider: Decider<Command, State, Event>,
): Specification<Command, Event> => ({
  given: (...events) => ({
    when: (command) => {
      const state = frozen(events.reduce<State | undefined>(decider.evolve, undefined));
      const run = (): Event[] => decider.decide(frozen(command), state);
      return {
        then: (...expected) => {
          assert.deepEqual(run(), expected);
        },
        thenRefuses: (kind, facts = {}) => {
          assert.throws(run, (error: unknown) => {
            assert.ok(error instanceof kind, `refused with ${String(error)}, not with ${kind.name}`);
            for (const [name, fact] of Object.entries(facts)) {
              assert.deepEqual((error as unknown as Record<string, unknown>)[name], fact);
            }
            return true;
          });
        },
      };
    },
  }),
});

/** The value and all that it holds, frozen: to write to it throws. */
export const frozen = <Value>(value: Value): Value => {
  if (typeof value === "object" && value !== null && !(value instanceof Date)) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
};
