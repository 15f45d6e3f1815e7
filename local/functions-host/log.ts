import type { LogLevel } from "./rpc.ts";

/** Writes one line about the host or a function; `where` is a category such as "Host.Startup" or "Function.relay.User". */
export type Log = (level: LogLevel, category: string, message: string, invocationId?: string) => void;

/** The least level to write for each category prefix, as host.json's logging.logLevel gives it. */
export type LogLevels = ReadonlyMap<string, LogLevel>;

const order: Record<LogLevel, number> = {
  trace: 0,
  debug: 1,
  information: 2,
  warning: 3,
  error: 4,
  critical: 5,
  none: 6,
};

const label: Record<LogLevel, string> = {
  trace: "trace",
  debug: "debug",
  information: "info ",
  warning: "warn ",
  error: "error",
  critical: "fatal",
  none: "none ",
};

/** Turns host.json's spelling ("Information") into a level; undefined when there is no such level. */
export const parseLogLevel = (text: string): LogLevel | undefined => {
  const level = text.toLowerCase();
  return Object.hasOwn(order, level) ? (level as LogLevel) : undefined;
};

/**
 * A log that obeys the levels (the longest category prefix decides, then "default", then Information) and writes each
 * entry as one line: a line break inside a message becomes "⏎", so that a stack trace stays in one line and readable.
 */
export const createLog = (levels: LogLevels, write: (line: string) => void): Log => {
  const least = new Map<string, number>();
  const leastFor = (category: string): number => {
    const known = least.get(category);
    if (known !== undefined) return known;
    let level = levels.get("default") ?? "information";
    let length = 0;
    for (const [prefix, value] of levels) {
      const covers = category === prefix || category.startsWith(`${prefix}.`);
      if (covers && prefix.length > length) {
        level = value;
        length = prefix.length;
      }
    }
    least.set(category, order[level]);
    return order[level];
  };
  return (level, category, message, invocationId) => {
    if (level === "none" || order[level] < leastFor(category)) return;
    const id = invocationId === undefined ? "" : ` ${invocationId}`;
    const text = message.includes("\n") ? message.replaceAll(/\s*\r?\n\s*/g, " ⏎ ") : message;
    write(`${new Date().toISOString()} ${label[level]} [${category}${id}] ${text}\n`);
  };
};
