import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const marker = (dataDir: string): string => join(dataDir, "first-run-done");

/** Whether no start on this data has come to its end yet. */
export const isFirstRun = (dataDir: string): boolean => !existsSync(marker(dataDir));

/** From now on the data is the user's: no demo is loaded into it. */
export const endFirstRun = (dataDir: string): void => {
  writeFileSync(marker(dataDir), "");
};

/** The data is new again. */
export const forgetFirstRun = (dataDir: string): void => {
  rmSync(marker(dataDir), { force: true });
};
