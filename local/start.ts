import { join, relative } from "node:path";
import { loadDemo } from "./demo.ts";
import { announcement, commandsToTry } from "./supervisor/announcement.ts";
import { openControl } from "./supervisor/control.ts";
import { lockData } from "./supervisor/data-lock.ts";
import { isFirstRun, endFirstRun } from "./supervisor/first-run.ts";
import { openOutput } from "./supervisor/output.ts";
import { readStartSettings, usage } from "./supervisor/settings.ts";
import type { StartSettings } from "./supervisor/settings.ts";
import { System } from "./supervisor/system.ts";
import { waitingProject } from "./supervisor/waiting-project.ts";

// npm start: the whole system on this machine. What it is asked to do is in ./supervisor/settings.ts.

const fail = (error: unknown, more = ""): never => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${more}`);
  process.exit(1);
};

const shortest = (path: string): string => {
  const inside = relative(process.cwd(), path);
  return inside.startsWith("..") ? path : inside;
};

const readSettings = (): StartSettings => {
  if (process.argv.includes("--help")) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  try {
    return readStartSettings(process.argv.slice(2), process.env);
  } catch (error) {
    return fail(error, `\n${usage}\n`);
  }
};

const run = async (settings: StartSettings): Promise<void> => {
  const { dataDir, demo, runs } = settings;
  const lock = lockData(dataDir);
  const logs = join(dataDir, "logs");
  const output = openOutput(logs, settings.quiet);
  const system = new System(settings, output);

  let stopped: Promise<never> | undefined;
  const stop = (exitCode: number): Promise<never> => (stopped ??= stopAll(exitCode).catch(fail));
  let control: Awaited<ReturnType<typeof openControl>> | undefined;
  const stopAll = async (exitCode: number): Promise<never> => {
    await control?.close();
    await system.stop();
    await output.close();
    lock.release();
    return process.exit(exitCode);
  };
  const stopOnce = (): void => {
    void stop(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stopOnce);
  // Started by a test with a channel: it must not outlive the test.
  process.on("disconnect", stopOnce);

  try {
    const endpoints = await system.start();
    if (isFirstRun(dataDir)) {
      if (demo) await loadDemo({ ...endpoints, runs });
      endFirstRun(dataDir);
    }
    const commands = runs("project") ? commandsToTry(endpoints, await waitingProject(endpoints)) : [];
    const seconds = performance.now() / 1000;
    output.say(announcement(endpoints, { seconds, logs: shortest(logs), commands }));
    control = await openControl(dataDir, system);
    system.publish(endpoints);
  } catch (error) {
    // A stop in the middle of a start makes the start fail, which nobody needs to hear of.
    if (stopped === undefined) output.warn(error instanceof Error ? error.message : String(error));
    await stop(1);
  }
};

await run(readSettings()).catch(fail);
