import { noEffects, Refusal, type Effects, type Verdict } from "./effects.ts";
import type { Execution } from "./execution.ts";
import { perform, type Turn } from "./schedule.ts";
import { settle } from "./settle.ts";
import { actionTypes, jsonText, type Action, type HistoryEvent, type OrchestratorState } from "./wire.ts";

/** What the orchestrator answered: its state, with the stack where it failed; or what broke outside its own code. */
export type Answer = { state: OrchestratorState; stack?: string } | { broken: string; stack?: string };

/** What happened to an orchestration and what its orchestrator answered to it. */
export type TurnInput = {
  name: string;
  executionId: string;
  execution: Execution;
  /** When the turn took place, as its OrchestratorStarted says. */
  at: number;
  event: HistoryEvent;
  answer: Answer;
};

/** Works out what a turn leads to. Changes nothing but the execution that it is given, and gives that back changed. */
export const takeTurn = (input: TurnInput): { execution: Execution; effects: Effects; verdict: Verdict } => {
  const execution = structuredClone(input.execution);
  const turn: Turn = { execution, effects: noEffects(), at: input.at, executionId: input.executionId };
  try {
    settle(turn, input.event);
    const verdict = verdictOf(turn, input);
    return { execution, effects: turn.effects, verdict };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { execution, effects: noEffects(), verdict: failed(input.name, error.message, "") };
  }
};

const failed = (name: string, message: string, details: string): Verdict => ({
  is: "failed",
  reason: `Orchestrator function '${name}' failed: ${message}`,
  details,
});

const verdictOf = (turn: Turn, { name, answer }: TurnInput): Verdict => {
  if ("broken" in answer) return failed(name, answer.broken, answer.stack ?? "");
  const { state } = answer;
  const actions = flatten(state.actions.flat());
  compareWithBefore(turn.execution, actions);
  cancelTimers(turn, actions);
  const known = turn.execution.asked.length;
  actions.slice(known).forEach((action, index) => {
    perform(turn, action, known + index);
    turn.execution.asked.push(describe(action));
  });
  if (state.error !== undefined) return failed(name, state.error, answer.stack ?? "");
  const next = actions.find(({ actionType }) => actionType === actionTypes.ContinueAsNew);
  if (next !== undefined) {
    // The library has made JSON of a string already, and of nothing else.
    const input = typeof next.input === "string" ? next.input : jsonText(next.input);
    return { is: "continued", input };
  }
  return state.isDone ? { is: "completed", output: jsonText(state.output) } : { is: "waiting" };
};

/** The atomic actions in the order in which the library numbers them: depth first. */
const flatten = (actions: readonly Action[]): Action[] =>
  actions.flatMap((action) =>
    action.compoundActions === undefined ? [action] : flatten(action.compoundActions),
  );

const typeNames = new Map<number, string>(Object.entries(actionTypes).map(([name, type]) => [type, name]));

const describe = ({ actionType, functionName, externalEventName, instanceId, operation }: Action): string => {
  const type = typeNames.get(actionType) ?? `action ${actionType}`;
  const what =
    functionName ??
    externalEventName ??
    (operation === undefined ? undefined : `${instanceId ?? ""} ${operation}`);
  return what === undefined ? type : `${type} "${what}"`;
};

// A replay that asks for something else than before would take the results of other tasks for its own.
const compareWithBefore = ({ asked }: Execution, actions: readonly Action[]): void => {
  asked.forEach((before, index) => {
    const action = actions[index];
    const now = action === undefined ? "nothing" : describe(action);
    if (now !== before) {
      throw new Refusal(
        `Non-Deterministic workflow detected: as its action ${index} the orchestrator asked for ${before} in an earlier turn, but for ${now} in this replay. Was its code changed while this instance ran, or does it depend on the time, a random number or the outside?`,
      );
    }
  });
};

const cancelTimers = ({ execution, effects }: Turn, actions: readonly Action[]): void => {
  for (const [place, number] of Object.entries(execution.timers)) {
    if (actions[Number(place)]?.isCanceled !== true) continue;
    effects.canceledTimers.push(number);
    Reflect.deleteProperty(execution.timers, place);
    Reflect.deleteProperty(execution.tasks, number);
  }
};
