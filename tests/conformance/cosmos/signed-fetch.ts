import { createHmac } from "node:crypto";
import type { Cosmos } from "../../../local/cosmos/server.ts";

/** What to send past the SDK, which would not send it itself. */
export type RawRequest = {
  method: string;
  /** The decoded link, such as "dbs/ktgg/colls/things/docs". */
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  date?: Date;
};

/** Sends a request signed as REST documents it. */
export const signedFetch = (
  { endpoint, key }: Pick<Cosmos, "endpoint" | "key">,
  { method, path, headers = {}, body, date = new Date() }: RawRequest,
): Promise<Response> => {
  const parts = path.split("/");
  const isFeed = parts.length % 2 === 1;
  const [type, link] = isFeed ? [parts.at(-1), parts.slice(0, -1).join("/")] : [parts.at(-2), path];
  const text = `${method.toLowerCase()}\n${type ?? ""}\n${link}\n${date.toUTCString().toLowerCase()}\n\n`;
  const signature = createHmac("sha256", Buffer.from(key, "base64")).update(text).digest("base64");
  return fetch(new URL(encodeURI(path), endpoint), {
    method,
    headers: {
      authorization: encodeURIComponent(`type=master&ver=1.0&sig=${signature}`),
      "x-ms-date": date.toUTCString(),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : new Uint8Array(body) }),
  });
};

/** The path of the documents that `startedCosmos` has, and the header of the partition "a" in it. */
export const documents = "dbs/ktgg/colls/things/docs";
export const inPartitionA = { "x-ms-documentdb-partitionkey": '["a"]' };
