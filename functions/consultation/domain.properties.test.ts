import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { consultation, step, type Consultation, type Step } from "../../shared/contract/consultation.ts";
import { DomainError, NotFound, WrongState } from "../../shared/domain/errors.ts";
import { frozen } from "../../tests/decider-specification.ts";
import {
  consultationDecider,
  type ConsultationCommand,
  type ConsultationEvent,
  type ConsultationState,
} from "./domain.ts";

const { decide, evolve } = consultationDecider;

const customerId = "customer-1";
const requestedAt = new Date("2027-03-01T01:00:00.000Z");
const fields = {
  projectname: "이음5G 실증사업",
  customername: "김하늘",
  phone: "010-0000-0001",
  content: "문의",
};
const creation: ConsultationCommand = {
  type: "CreateConsultation",
  consultationId: "consultation-1",
  customerId,
  fields,
  at: requestedAt,
};

/** The consultation in that step, with a salesman, by the events of the shortest way there. */
const inStep = (wanted: Step): ConsultationState => {
  const by = "salesman-1";
  const ways: Record<Step, ConsultationCommand[]> = {
    requested: [],
    accepted: [{ type: "AcceptConsultation", by }],
    canceled: [{ type: "RejectConsultation", by }],
    "in progress": [
      { type: "AcceptConsultation", by },
      { type: "ProgressConsultation", by, step: "in progress" },
    ],
    success: [
      { type: "AcceptConsultation", by },
      { type: "ProgressConsultation", by, step: "in progress" },
      { type: "ProgressConsultation", by, step: "success" },
    ],
    fail: [
      { type: "AcceptConsultation", by },
      { type: "ProgressConsultation", by, step: "in progress" },
      { type: "ProgressConsultation", by, step: "fail" },
    ],
  };
  const match: ConsultationCommand = {
    type: "EditSalesman",
    salesmanId: by,
    consultantId: "consultant-1",
    version: 3,
  };
  const state = [creation, match, ...ways[wanted]].reduce<ConsultationState | undefined>(
    (before, command) => decide(command, before).reduce<ConsultationState | undefined>(evolve, before),
    undefined,
  );
  assert.ok(state);
  assert.equal(state.consultation.step, wanted);
  return frozen(state);
};

// Section 1 of the design, written down a second time and by hand: what the code says is held against it.
const allowed: Record<Step, readonly Step[]> = {
  requested: ["accepted", "canceled"],
  accepted: ["in progress"],
  canceled: [],
  "in progress": ["success", "fail"],
  success: [],
  fail: [],
};

/** Every command that would lead to another step, with that step. */
const transitions = (by: string): [ConsultationCommand, Step][] => [
  [{ type: "AcceptConsultation", by }, "accepted"],
  [{ type: "RejectConsultation", by }, "canceled"],
  [{ type: "RejectConsultation", by, reason: "no time" }, "canceled"],
  [{ type: "ProgressConsultation", by, step: "in progress" }, "in progress"],
  [{ type: "ProgressConsultation", by, step: "success" }, "success"],
  [{ type: "ProgressConsultation", by, step: "fail" }, "fail"],
];

for (const from of step.options) {
  test(`from "${from}" every command leads where the design says, or is refused with the steps that are possible`, () => {
    const state = inStep(from);
    for (const [command, to] of transitions("salesman-1")) {
      const said = JSON.stringify(command);
      if (allowed[from].includes(to)) {
        const [event, ...more] = decide(command, state);
        assert.ok(event && more.length === 0, said);
        const isBack = command.type === "RejectConsultation" && command.reason !== undefined;
        assert.equal(evolve(state, event).consultation.step, isBack ? "requested" : to, said);
        continue;
      }
      assert.throws(
        () => decide(command, state),
        (error: unknown) => {
          assert.ok(error instanceof WrongState, said);
          assert.deepEqual([error.state, error.possible], [from, allowed[from]], said);
          for (const possible of allowed[from]) assert.ok(error.message.includes(possible), error.message);
          return true;
        },
      );
    }
  });

  test(`in "${from}" it is not there for strangers, customers and salesmen alike`, () => {
    const state = inStep(from);
    for (const stranger of ["salesman-2", "consultant-1", customerId, ""]) {
      for (const [command] of transitions(stranger)) assert.throws(() => decide(command, state), NotFound);
    }
    for (const stranger of ["customer-2", "salesman-1", "consultant-1", ""]) {
      const command = { type: "EditConsultation", by: stranger, changes: { content: "남의 것" } } as const;
      assert.throws(() => decide(command, state), NotFound);
    }
  });

  test(`in "${from}" the customer can edit it only while it is not decided`, () => {
    const command = { type: "EditConsultation", by: customerId, changes: { content: "다른 문의" } } as const;
    if (from === "requested") assert.equal(decide(command, inStep(from)).length, 1);
    else assert.throws(() => decide(command, inStep(from)), WrongState);
  });
}

test("what there is not is refused to everybody alike", () => {
  const commands = [...transitions("salesman-1").map(([command]) => command)];
  for (const command of commands) assert.throws(() => decide(command, undefined), NotFound);
});

// Mostly the one salesman, so that histories get far; now and then another or a stranger.
const salesman = fc.oneof(
  { arbitrary: fc.constant("salesman-1"), weight: 8 },
  { arbitrary: fc.constantFrom("salesman-2", "salesman-3"), weight: 1 },
);
const who = fc.oneof(
  { arbitrary: salesman, weight: 6 },
  { arbitrary: fc.constantFrom("consultant-1", customerId), weight: 1 },
);
const command: fc.Arbitrary<ConsultationCommand> = fc.oneof(
  fc.constant(creation),
  fc.record({
    type: fc.constant("EditConsultation" as const),
    by: fc.constantFrom(customerId, "customer-2"),
    changes: fc.record(
      {
        content: fc.constantFrom("문의", "다른 문의"),
        preferredDate: fc.constantFrom(null, "2027-03-05", "2027-03-08"),
        region: fc.constantFrom(null, "서울", "부산"),
      },
      { requiredKeys: [] },
    ),
  }),
  fc.record({ type: fc.constant("AcceptConsultation" as const), by: who }),
  fc.record(
    {
      type: fc.constant("RejectConsultation" as const),
      by: who,
      reason: fc.constantFrom("not my field" as const, "no time" as const),
    },
    { requiredKeys: ["type", "by"] },
  ),
  fc.record({
    type: fc.constant("ProgressConsultation" as const),
    by: who,
    step: fc.constantFrom("in progress" as const, "success" as const, "fail" as const),
  }),
  fc.record({
    type: fc.constant("EditSalesman" as const),
    salesmanId: salesman,
    consultantId: fc.constantFrom(null, "consultant-1"),
    version: fc.integer({ min: 1, max: 12 }),
  }),
);
const histories = fc
  .array(command, { minLength: 5, maxLength: 40, size: "max" })
  .map((commands) => [creation, ...commands]);

/** What each command did: the state before it and after it, and its events; a refused one did nothing. */
const run = (commands: readonly ConsultationCommand[]) => {
  let state: ConsultationState | undefined;
  return commands.map((command) => {
    const before = frozen(state);
    let events: ConsultationEvent[] = [];
    try {
      events = decide(frozen(command), before);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
    state = events.reduce<ConsultationState | undefined>(evolve, before);
    return { command, before, after: state, events };
  });
};

const everywhere = (rule: (turn: ReturnType<typeof run>[number]) => void): void => {
  fc.assert(
    fc.property(histories, (commands) => {
      run(commands).forEach(rule);
    }),
    { numRuns: 500 },
  );
};

const decided: readonly Step[] = ["accepted", "canceled", "in progress", "success", "fail"];
const closed: readonly Step[] = ["canceled", "success", "fail"];

test("nothing leaves success, fail or canceled", () => {
  everywhere(({ before, events }) => {
    if (before && closed.includes(before.consultation.step)) assert.deepEqual(events, []);
  });
});

test("every change of step is one that the design allows, and is told with the step before", () => {
  everywhere(({ before, after, events }) => {
    const [from, to] = [before?.consultation.step, after?.consultation.step];
    if (from === undefined || to === undefined || from === to) return;
    assert.ok(allowed[from].includes(to), `${from} -> ${to}`);
    assert.deepEqual(
      events.map(({ type, data }) => [type, "from" in data && data.from]),
      [["ConsultationProgressed", from]],
    );
  });
});

test("a match is saved only forward in its version, and never on what was decided", () => {
  everywhere(({ command, before, after, events }) => {
    assert.ok((after?.matchVersion ?? 0) >= (before?.matchVersion ?? 0));
    if (command.type !== "EditSalesman" || !before || events.length === 0) return;
    assert.equal(before.consultation.step, "requested");
    assert.ok(command.version > before.matchVersion);
    assert.equal(after?.matchVersion, command.version);
    assert.equal(after.consultation.matchedsalesman, command.salesmanId);
  });
});

test("only a match names a salesman; whoever decided it stays", () => {
  everywhere(({ command, before, after }) => {
    if (!before || !after) return;
    const [was, is] = [before.consultation, after.consultation];
    if (was.matchedsalesman === is.matchedsalesman) return;
    assert.ok(!decided.includes(was.step) && !decided.includes(is.step));
    if (command.type !== "EditSalesman") assert.equal(is.matchedsalesman, null);
  });
});

test("handed back, it is requested again and nobody's", () => {
  everywhere(({ after, events }) => {
    if (events[0]?.type !== "ConsultationHandedBack") return;
    assert.deepEqual(
      [after?.consultation.step, after?.consultation.matchedsalesman, after?.consultation.matchedconsultant],
      ["requested", null, null],
    );
  });
});

test("whoever it is not leaves it as it is", () => {
  everywhere(({ command, before, events }) => {
    if (!("by" in command) || !before) return;
    const { customerId: customer, matchedsalesman } = before.consultation;
    if (command.by !== (command.type === "EditConsultation" ? customer : matchedsalesman)) {
      assert.deepEqual(events, []);
    }
  });
});

test("every event carries the whole consultation as the contract has it, and no event leaves it as it was", () => {
  everywhere(({ before, after, events }) => {
    if (events.length === 0) assert.deepEqual(after, before);
    for (const { data } of events) {
      const whole: Consultation = consultation.parse(data);
      assert.deepEqual(whole, after?.consultation);
      assert.notDeepEqual(after, before);
    }
  });
});
