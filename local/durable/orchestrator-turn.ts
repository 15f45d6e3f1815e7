import { cpus } from "node:os";
import type { DurableFunctions } from "./functions.ts";
import { newExecution } from "./execution.ts";
import type { Instance } from "./instance.ts";
import type { Message, TakenTurn } from "./orchestration-work.ts";
import { takeTurn, type Answer } from "./turn.ts";
import { historyEvent, jsonText, type HistoryEvent } from "./wire.ts";

// What durable-functions is told of the host. Schema 2 is without entity locks: the library then refuses lock() by name.
const hostFacts = [
  `"upperSchemaVersion":1,"upperSchemaVersionNew":2`,
  `"longRunningTimerIntervalDuration":"3.00:00:00","maximumShortTimerDuration":"6.00:00:00"`,
  // The name is misspelt on the wire.
  `"defaultHttpAsyncRequestSleepTimeMillseconds":30000`,
].join(",");

/** Lets the orchestrator take one turn over its whole history and the message, and works out what that leads to. */
export const runTurn = async (
  functions: DurableFunctions,
  instance: Instance,
  message: Message,
  history: readonly string[],
  now: number,
): Promise<TakenTurn> => {
  const { name, execution: executionId } = instance;
  // Never before the turn before it, nor before the timer that woke it, whatever the machine's clock does.
  const at = Math.max(now, instance.updated, fireTime(message.event));
  const begin = [historyEvent("OrchestratorStarted", at), message.event];
  const trigger = triggerOf(instance, [...history, ...begin.map((event) => JSON.stringify(event))]);
  const answer = await answerOf(functions, instance, trigger);
  const execution = instance.tasks ?? newExecution();
  const turn = takeTurn({ name, executionId, execution, at, event: message.event, answer });
  const end = historyEvent("OrchestratorCompleted", at);
  const custom = "state" in answer ? answer.state.customStatus : undefined;
  return {
    ...turn,
    message,
    at,
    events: [...begin, ...turn.effects.events, end],
    custom: custom === undefined || custom === null ? undefined : jsonText(custom),
  };
};

const fireTime = (event: HistoryEvent): number => {
  const { FireAt: fireAt } = event as { FireAt?: string };
  return fireAt === undefined ? 0 : Date.parse(fireAt);
};

const triggerOf = ({ id, input, parent }: Instance, events: readonly string[]): string =>
  `{"history":[${events.join(",")}],"input":${input},"instanceId":${jsonText(id)},"isReplaying":${String(events.length > 2)},` +
  `"parentInstanceId":${jsonText(parent?.id)},${hostFacts}}`;

const answerOf = async (
  functions: DurableFunctions,
  { id: instanceId, name, trace }: Instance,
  trigger: string,
): Promise<Answer> => {
  if (!functions.has("orchestrator", name)) {
    const known = functions.names("orchestrator").join(", ");
    return { broken: `The function doesn't exist or is disabled. Known orchestrator functions: ${known}` };
  }
  return functions.orchestrate({ name, instanceId, trace }, trigger);
};

/** Azure's default for how many orchestrators, and how many activities, a host runs at once. */
export const defaultConcurrency = 10 * cpus().length;
