import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";

/** A file that is served. */
export type ServedFile = { body: Buffer; type: string; etag: string };

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".txt": "text/plain; charset=utf-8",
};

const noFile = new Set<unknown>(["ENOENT", "EISDIR", "ENOTDIR"]);

/** The file of a path below the folder; undefined when there is none, or when the path leads out of it. */
export const readServed = async (
  folder: string,
  path: string,
  mimeTypes: Readonly<Record<string, string>>,
): Promise<ServedFile | undefined> => {
  const file = normalize(join(folder, path));
  if (!file.startsWith(`${folder}${sep}`) || path.includes("\0")) return undefined;
  const body = await readFile(file).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && noFile.has(error.code)) return undefined;
    throw error;
  });
  if (body === undefined) return undefined;
  const ending = extname(file);
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  return { body, type: mimeTypes[ending] ?? types[ending] ?? "application/octet-stream", etag };
};
