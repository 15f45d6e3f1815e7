import { importFile, type ImportRow } from "../../../api/import-file.ts";
import { failureOf, type Failure } from "../../../api/problem.ts";
import type { App } from "../../../app.ts";

type Counts = Record<ImportRow["outcome"], number>;

/** State and actions of the import. */
export type Import = {
  readonly state: "empty" | "running" | "done" | "stopped" | "failed" | "too large";
  readonly file: string;
  readonly counts: Counts;
  readonly total: number;
  /** Rows in pieces, so that a new piece costs no drawing of the others. */
  readonly pieces: readonly (readonly ImportRow[])[];
  readonly onlyProblems: boolean;
  readonly failure: Failure | undefined;
  take: (file: File | undefined) => Promise<void>;
  stop: () => void;
  show: (onlyProblems: boolean) => void;
  close: () => void;
};

const maxBytes = 100 * 1024 * 1024;
const pieceSize = 200;

/** Whether somebody should look at the row. */
export const isProblem = ({ outcome, warnings }: ImportRow): boolean =>
  outcome === "refused" || warnings.length > 0;

/** Opens the import. */
export const openImport = (app: App): Import => {
  let state: Import["state"] = "empty";
  let file = "";
  let counts: Counts = noCounts();
  let pieces: ImportRow[][] = [];
  let onlyProblems = false;
  let failure: Failure | undefined;
  let current = new AbortController();

  const add = (rows: readonly ImportRow[]): void => {
    for (const row of rows) {
      counts[row.outcome] += 1;
      const last = pieces.at(-1);
      if (last === undefined || last.length === pieceSize) pieces.push([row]);
      // A new array: what is drawn is compared by identity.
      else pieces[pieces.length - 1] = [...last, row];
    }
  };

  return {
    get state() {
      return state;
    },
    get file() {
      return file;
    },
    get counts() {
      return counts;
    },
    get total() {
      return Object.values(counts).reduce((sum, count) => sum + count, 0);
    },
    get pieces() {
      return pieces;
    },
    get onlyProblems() {
      return onlyProblems;
    },
    get failure() {
      return failure;
    },
    take: async (chosen) => {
      if (chosen === undefined || state === "running") return;
      current = new AbortController();
      const { signal } = current;
      [file, counts, pieces, failure] = [chosen.name, noCounts(), [], undefined];
      if (chosen.size > maxBytes) {
        state = "too large";
        app.redraw();
        return;
      }
      state = "running";
      app.redraw();
      try {
        for await (const rows of importFile(app, chosen, signal)) {
          add(rows);
          app.redraw();
        }
        state = "done";
      } catch (error) {
        if (signal.aborted) state = "stopped";
        else {
          failure = failureOf(error);
          state = "failed";
        }
      }
      app.redraw();
    },
    stop: () => {
      current.abort();
    },
    show: (problems) => {
      onlyProblems = problems;
      app.redraw();
    },
    close: () => {
      current.abort();
    },
  };
};

const noCounts = (): Counts => ({ created: 0, updated: 0, unchanged: 0, refused: 0 });
