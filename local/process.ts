/**
 * Runs one local server as its own process: prints one JSON line when it is ready, so that the parent knows, and
 * closes it on SIGTERM or SIGINT, or when the parent's pipe closes (no server outlives a killed supervisor).
 */
export const runAsProcess = async (
  start: () => Promise<{ ready: Record<string, unknown>; close: () => Promise<void> }>,
): Promise<void> => {
  let closing = false;
  const running: { close?: () => Promise<void> } = {};
  const stop = (): void => {
    if (closing) return;
    closing = true;
    // Nobody was told that it runs: nothing is to be ended.
    if (running.close === undefined) process.exit(0);
    running.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  // With an IPC channel (child_process fork), a dead parent shows as "disconnect", also while this one starts.
  process.on("disconnect", stop);
  const started = await start().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
  running.close = started.close;
  process.send?.({ ready: true, ...started.ready });
  process.stdout.write(`${JSON.stringify({ ready: true, ...started.ready })}\n`);
};
