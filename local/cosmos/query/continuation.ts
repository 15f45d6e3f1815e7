import { createHash } from "node:crypto";
import { badRequest } from "../errors.ts";
import { isObject } from "../json.ts";
import type { SortValue } from "./compare.ts";
import type { Position } from "./position.ts";

/** Where a query goes on: after a document (or within its joins), or after a collected result; and what is left to do. */
export type Continuation = {
  /** Stands for the query, its parameters and its partition: a token is good for no other. */
  of: string;
  position?: Position;
  /** How many results of the document at `position` were given already; the document comes again. */
  within?: number;
  collected?: { sort: SortValue[]; canonical: string };
  /** Results still to leave out (OFFSET) and still to give (TOP, LIMIT). */
  offset: number;
  remaining: number | null;
};

/** Names a query for its tokens. */
export const queryIdentity = (text: string, parameters: unknown, pk: string | undefined): string =>
  createHash("sha256")
    .update(JSON.stringify([text, parameters, pk]))
    .digest("base64url")
    .slice(0, 16);

/** Node's own limit for all headers is 16 KB; a token beyond this would not come back. */
const maxTokenCharacters = 8192;

/** Throws when the sort values are too long for a header. */
export const writeContinuation = (continuation: Continuation): string => {
  const token = Buffer.from(JSON.stringify(continuation)).toString("base64url");
  if (token.length > maxTokenCharacters) {
    throw badRequest("The continuation token is too long for a header: the query sorts by very long texts.");
  }
  return token;
};

/** Throws 400 when the token is none, or another query's. */
export const readContinuation = (token: string, of: string): Continuation => {
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
  } catch {
    throw badRequest("The continuation token is malformed.");
  }
  if (!isObject(read) || read["of"] !== of) {
    throw badRequest(
      "The continuation token belongs to another query, other parameters or another partition.",
    );
  }
  return read as unknown as Continuation;
};
