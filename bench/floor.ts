import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");

/** The floor's app in a host of its own, as the product runs its own. */
export const startFloor = async (): Promise<{ url: string; stop: () => Promise<void> }> => {
  const folder = mkdtempSync(path.join(tmpdir(), "ktgg-floor-"));
  const host = fork(
    path.join(root, "local/functions-host/main.ts"),
    ["--app", path.join(import.meta.dirname, "floor-app"), "--port", "0"],
    {
      env: { ...process.env, DURABLE_DATA: folder, FUNCTIONS_HOST_STATE_DIR: folder },
      execArgv: ["--disable-warning=ExperimentalWarning"],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    },
  );
  const [ready] = (await once(host, "message")) as [{ url: string }];
  return {
    url: ready.url,
    stop: async () => {
      const exit = once(host, "exit");
      host.kill("SIGTERM");
      await exit;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
