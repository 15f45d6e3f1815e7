import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import {
  projectCreated,
  projectEdited,
  projectEnded,
  projectStarted,
} from "../../shared/contract/project.ts";
import { DomainError } from "../../shared/domain/errors.ts";
import { frozen } from "../../tests/decider-specification.ts";
import { type ProjectCommand, type ProjectEvent, type ProjectState, projectDecider } from "./domain.ts";

type ImportProject = Extract<ProjectCommand, { type: "ImportProject" }>;

const projectId = "project-1";
const day = fc.constantFrom("2027-02-28", "2027-03-02", "2027-03-15", "2027-03-31", "2028-02-29");
const instant = fc
  .constantFrom("2027-03-01", "2027-03-02", "2027-03-20", "2027-04-05")
  .map((d) => new Date(d));
const few = { requiredKeys: ["projectname", "year"] as ["projectname", "year"], noNullPrototype: true };
const fields = fc.record(
  {
    projectname: fc.constantFrom("이음5G 실증사업", "[경북] 이음5G 실증사업"),
    year: fc.constantFrom(2027, 2028),
    scale: fc.constantFrom("총 50억원", "총 60억원"),
    expStartDate: day,
    endDate: day,
  },
  few,
);
const stamp = fc.option(
  fc.constantFrom("2027-01-01T00:00:00.000Z", "2027-02-01T00:00:00.000Z", "2027-03-01T00:00:00.000Z"),
  {
    nil: undefined,
  },
);

const importOf = fc.record({ fields, stamp, at: instant }).map(({ fields, stamp, at }): ImportProject => ({
  type: "ImportProject",
  projectId,
  fields,
  source: {
    system: "bizinfo",
    sourceId: "PBLN_1",
    ...(stamp !== undefined && { updatedAt: stamp }),
    fingerprint: createHash("sha256")
      .update(JSON.stringify([fields, stamp]))
      .digest("base64url"), // As the importer makes it: of all that the version says.
  },
  at,
}));

const command: fc.Arbitrary<ProjectCommand> = fc.oneof(
  fc.record({ fields, at: instant }).map((it) => ({ type: "CreateProject" as const, projectId, ...it })),
  fc
    .record({
      changes: fc.record(
        {
          scale: fc.constantFrom("총 50억원", "총 60억원", null),
          expStartDate: fc.option(day),
          endDate: fc.option(day),
        },
        { requiredKeys: [] },
      ),
      at: instant,
    })
    .map((it) => ({ type: "EditProject" as const, projectId, ...it })),
  fc
    .record({ startDate: fc.option(day, { nil: undefined }), at: instant })
    .map((it) => ({ type: "StartProject" as const, projectId, ...it })),
  fc
    .record({ endDate: fc.option(day, { nil: undefined }), at: instant })
    .map((it) => ({ type: "EndProject" as const, projectId, ...it })),
  importOf,
);

/** Runs the command on a frozen state; a refusal leaves no event. */
const decided = (command: ProjectCommand, state: ProjectState | undefined): ProjectEvent[] => {
  try {
    return projectDecider.decide(frozen(command), frozen(state));
  } catch (error) {
    if (error instanceof DomainError) return [];
    throw error;
  }
};

type Run = { events: ProjectEvent[]; states: ProjectState[] };

const run = (commands: readonly ProjectCommand[]): Run => {
  const done: Run = { events: [], states: [] };
  for (const command of commands) {
    for (const event of decided(command, done.states.at(-1))) {
      done.events.push(event);
      done.states.push(projectDecider.evolve(frozen(done.states.at(-1)), frozen(event)));
    }
  }
  return done;
};

const commands = fc.array(command, { maxLength: 12 });

test("a status only goes from planned to started to ended, whatever the commands", () => {
  const order = ["planned", "started", "ended"];
  fc.assert(
    fc.property(commands, (commands) => {
      const ranks = run(commands).states.map(({ project }) => order.indexOf(project.status));
      if (ranks.length > 0) assert.equal(ranks[0], 0);
      for (const [index, rank] of ranks.entries()) {
        const step = rank - (ranks[index - 1] ?? 0);
        assert.ok(step === 0 || step === 1, `from ${ranks[index - 1]} to ${rank}`);
      }
    }),
  );
});

test("what an event says is the state that it leaves, and folding all events again gives the same state", () => {
  fc.assert(
    fc.property(commands, (commands) => {
      const { events, states } = run(commands);
      const folded = events.reduce<ProjectState | undefined>(projectDecider.evolve, undefined);
      assert.deepEqual(folded, states.at(-1));
      for (const [index, { data }] of events.entries()) {
        assert.deepEqual(
          { ...states[index]?.project, source: data.source },
          { ...data, source: data.source },
        );
      }
    }),
  );
});

test("every event keeps the contract, names its change rightly, and has its days in order", () => {
  const contracts = {
    ProjectCreated: projectCreated.shape.data,
    ProjectEdited: projectEdited.shape.data,
    ProjectStarted: projectStarted.shape.data,
    ProjectEnded: projectEnded.shape.data,
  };
  fc.assert(
    fc.property(commands, (commands) => {
      const { events } = run(commands);
      for (const [index, { type, data }] of events.entries()) {
        assert.deepEqual(contracts[type].parse(data), data);
        const before = events[index - 1]?.data.status;
        if (type === "ProjectCreated") assert.equal(before, undefined);
        if (type === "ProjectEdited") assert.equal(before, data.status);
        if (type === "ProjectStarted") assert.deepEqual([before, data.status], ["planned", "started"]);
        if (type === "ProjectEnded") {
          assert.deepEqual([before, data.status], ["started", "ended"]);
          assert.ok((data.startDate ?? "") <= (data.endDate ?? ""), "ended before it started");
        }
      }
    }),
  );
});

test("nothing changes a project that has ended", () => {
  fc.assert(
    fc.property(commands, (commands) => {
      const { events } = run(commands);
      const ended = events.findIndex(({ type }) => type === "ProjectEnded");
      assert.ok(ended === -1 || ended === events.length - 1);
    }),
  );
});

test("taking any sequence of versions in a second time changes nothing", () => {
  fc.assert(
    fc.property(fc.array(importOf, { maxLength: 8 }), (versions) => {
      const once = run(versions);
      assert.deepEqual(run([...versions, ...versions]).events, once.events);
    }),
    { numRuns: 2_000 },
  );
});

test("of versions with their times, the newest is the one that stays, in whatever order they come", () => {
  const versions = fc
    .uniqueArray(importOf, { maxLength: 6, selector: ({ source }) => source.updatedAt })
    .map((all) => all.filter(({ source }) => source.updatedAt !== undefined))
    .map((dated) => dated.filter(({ fields }) => (fields.expStartDate ?? "") <= (fields.endDate ?? "9999")));
  fc.assert(
    fc.property(versions, (versions) => {
      const time = (it: ImportProject): string => it.source.updatedAt ?? "";
      const newest = versions.toSorted((one, other) => (time(one) < time(other) ? 1 : -1))[0];
      assert.deepEqual(
        run(versions).states.at(-1)?.project,
        newest && { ...newest.fields, projectId, status: "planned" },
      );
    }),
  );
});
