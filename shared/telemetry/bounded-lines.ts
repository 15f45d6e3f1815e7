import { appendFile, mkdir, rename, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** A file that grows by whole lines, and never beyond its bound. */
export type Lines = {
  append: (line: Uint8Array | undefined) => Promise<void>;
  /** Resolves when all that was appended is written. */
  flush: () => Promise<void>;
};

const newline = Buffer.from("\n");

/**
 * Appends lines to a file; before it would grow beyond `mostBytes` it takes the place of its `.1`, so that at most twice as much
 * is kept. One process writes to a file.
 */
export const boundedLines = async (file: string, mostBytes: number): Promise<Lines> => {
  await mkdir(dirname(file), { recursive: true });
  let bytes = await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
  let writing: Promise<void> = Promise.resolve();
  const write = async (line: Uint8Array): Promise<void> => {
    if (bytes > 0 && bytes + line.length + 1 > mostBytes) {
      await rename(file, `${file}.1`);
      bytes = 0;
    }
    await appendFile(file, Buffer.concat([line, newline]));
    bytes += line.length + 1;
  };
  return {
    append: (line) => {
      if (line === undefined) return Promise.resolve();
      const written = writing.then(() => write(line));
      // One line that could not be written is its own writer's loss.
      writing = written.catch(() => undefined);
      return written;
    },
    flush: () => writing,
  };
};
