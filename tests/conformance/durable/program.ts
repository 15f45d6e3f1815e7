import fc from "fast-check";

/** A step that is one task; see the fixture's orchestrator `program`, which runs them. */
type Task =
  | { do: "echo"; value: unknown }
  | { do: "flaky"; failures: number; pauseMs: number }
  | { do: "sleep"; ms: number }
  | { do: "child"; of: Step[] }
  | { do: "entity" };

export type Step =
  | Task
  | { do: "all" | "any" | "nested"; of: Task[] }
  | { do: "signal" }
  | { do: "tryFails"; attempts: number; pauseMs: number };

/** What a task gives. */
const resultOf = (task: Task): unknown => {
  switch (task.do) {
    case "echo":
      return task.value;
    case "flaky":
      return task.failures + 1;
    case "sleep":
      return null;
    case "child":
      return resultsOf(task.of);
    case "entity":
      return 0;
  }
};

/** What a program gives, whatever happens to the hosts that run it. */
export const resultsOf = (steps: readonly Step[]): unknown[] =>
  steps.flatMap((step): unknown[] => {
    switch (step.do) {
      case "all":
        return [step.of.map(resultOf)];
      case "any":
        return [true];
      case "nested":
        return ["nested"];
      case "signal":
        return [];
      case "tryFails":
        return ["failed"];
      default:
        return [resultOf(step)];
    }
  });

const value = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.array(fc.integer(), { maxLength: 3 }));

/** Programs of up to `most` steps; `longestMs` bounds their pauses. `retried` allows activities that need a second try. */
export const programs = (options: {
  most: number;
  longestMs: number;
  retried: boolean;
}): fc.Arbitrary<Step[]> => {
  const pauseMs = fc.integer({ min: 1, max: options.longestMs });
  const { program } = fc.letrec<{ program: Step[]; task: Task }>((tie) => {
    const plain: fc.Arbitrary<Task>[] = [
      fc.record({ do: fc.constant("echo" as const), value }),
      fc.record({ do: fc.constant("sleep" as const), ms: pauseMs }),
      fc.record({ do: fc.constant("entity" as const) }),
      fc.record({ do: fc.constant("child" as const), of: tie("program") }),
    ];
    const flaky = fc.record({
      do: fc.constant("flaky" as const),
      failures: fc.integer({ min: 0, max: 2 }),
      pauseMs,
    });
    const tasks = fc.array(tie("task"), { minLength: 1, maxLength: 4 });
    const step: fc.Arbitrary<Step> = fc.oneof(
      { weight: 3, arbitrary: tie("task") },
      {
        weight: 2,
        arbitrary: fc.record({
          do: fc.constantFrom("all" as const, "any" as const, "nested" as const),
          of: tasks,
        }),
      },
      { weight: 1, arbitrary: fc.record({ do: fc.constant("signal" as const) }) },
      {
        weight: 1,
        arbitrary: fc.record({
          do: fc.constant("tryFails" as const),
          attempts: fc.integer({ min: 1, max: 3 }),
          pauseMs,
        }),
      },
    );
    return {
      task: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        ...(options.retried ? [...plain, flaky] : plain),
      ),
      program: fc.array(step, { maxLength: options.most, depthIdentifier: "program" }),
    };
  });
  return program;
};
