import { createWriteStream, existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** Where everything that is said goes. */
export type Output = {
  /** For the person at the console; silent with --quiet. */
  say: (text: string) => void;
  /** Trouble of the system itself: always on the console. */
  warn: (text: string) => void;
  /** Sends a part's lines into its log, and its warnings and errors to the console as well. */
  follow: (part: string, process: { pid: number | undefined; out: Readable; err: Readable }) => void;
  close: () => Promise<void>;
};

/** The functions host's way to mark a line that a person should see. */
const marked = /^\S+ (?:warn|error|fatal) /;
/** A part in trouble says much: the console gets so many lines of it in a while, the log all. */
const consoleLines = 20;
const whileMs = 10_000;

/** Opens the logs in `logsDir`; those of the last run are kept beside as `<part>.previous.log`. */
export const openOutput = (logsDir: string, quiet: boolean): Output => {
  mkdirSync(logsDir, { recursive: true });
  const logs = new Map<string, ReturnType<typeof openLog>>();
  const logOf = (part: string): ReturnType<typeof openLog> => {
    const log = logs.get(part) ?? openLog(logsDir, part);
    logs.set(part, log);
    return log;
  };
  const warn = (text: string): void => {
    process.stderr.write(`${text}\n`);
  };
  return {
    say: (text) => {
      if (!quiet) process.stdout.write(`${text}\n`);
    },
    warn,
    follow: (part, { pid, out, err }) => {
      const log = logOf(part);
      log.write(`${new Date().toISOString()} process ${pid ?? "(none)"} is started\n`);
      const show = limited(
        (line) => {
          if (!quiet) warn(`[${part}] ${line}`);
        },
        `more in ${join(logsDir, `${part}.log`)}`,
      );
      const take = (line: string, trouble: boolean): void => {
        log.write(`${/^\d{4}-\d\d-\d\dT/.test(line) ? "" : `${new Date().toISOString()} `}${line}\n`);
        if (trouble) show(line);
      };
      createInterface(out).on("line", (line) => {
        take(line, marked.test(line));
      });
      createInterface(err).on("line", (line) => {
        take(line, true);
      });
    },
    close: async () => {
      await Promise.all([...logs.values()].map((log) => new Promise((resolve) => log.end(resolve))));
    },
  };
};

const openLog = (logsDir: string, part: string) => {
  const file = join(logsDir, `${part}.log`);
  if (existsSync(file)) renameSync(file, join(logsDir, `${part}.previous.log`));
  return createWriteStream(file);
};

const limited = (show: (line: string) => void, rest: string): ((line: string) => void) => {
  let since = 0;
  let shown = 0;
  return (line) => {
    const now = Date.now();
    if (now - since > whileMs) [since, shown] = [now, 0];
    shown += 1;
    if (shown <= consoleLines) show(line);
    if (shown === consoleLines) show(rest);
  };
};
