import type { Container } from "./catalog.ts";
import * as charge from "./charge.ts";
import type { Row } from "./document-table.ts";
import {
  badRequest,
  conflict,
  notFound,
  notSupported,
  partitionKeyMismatch,
  preconditionFailed,
} from "./errors.ts";
import { etagOf } from "./etag.ts";
import type { JsonObject } from "./json.ts";
import { isObject } from "./json.ts";
import { checkId, checkSize, checkTtl, checkValues } from "./limits.ts";
import { partitionKeyOfDocument } from "./partition-key.ts";
import { applyPatch } from "./patch.ts";
import type { PatchRequest } from "./patch.ts";
import type { WriteNumbers } from "./store.ts";
import { isExpired } from "./ttl.ts";

/** What an operation on one document answers. */
export type Outcome = { status: number; charge: number; etag?: string; body?: string };

/** `If-Match` and `If-None-Match` of an operation. */
export type Conditions = { ifMatch?: string | undefined; ifNoneMatch?: string | undefined };

/** Judges the condition of a conditional patch on the document as it is. */
export type PatchCondition = (condition: string, document: JsonObject) => boolean;

/**
 * The operations on single documents of one container, in one logical partition. All checks come before the first write, so a refused
 * operation has done nothing.
 */
export class Documents {
  readonly #container: Container;
  readonly #now: number;
  readonly #patchCondition: PatchCondition;

  constructor(container: Container, now: number, patchCondition: PatchCondition) {
    this.#container = container;
    this.#now = now;
    this.#patchCondition = patchCondition;
  }

  read(pk: string, id: string, { ifNoneMatch }: Conditions): Outcome {
    const row = this.#existing(pk, id);
    const etag = etagOf(row.write);
    if (ifNoneMatch !== undefined && matches(ifNoneMatch, etag))
      return { status: 304, charge: charge.refusal, etag };
    return { status: 200, charge: charge.pointRead(row.body.length), etag, body: row.body };
  }

  create(next: WriteNumbers, pk: string, document: unknown): Outcome {
    const checked = this.#check(pk, document);
    if (this.#visible(pk, checked.id) !== undefined) throw conflict(`document '${checked.id}'`);
    return this.#insert(next, pk, checked);
  }

  /** Azure looks at If-Match only when the document is there: an upsert of an absent one creates it. */
  upsert(next: WriteNumbers, pk: string, document: unknown, conditions: Conditions): Outcome {
    const checked = this.#check(pk, document);
    const row = this.#visible(pk, checked.id);
    if (row === undefined) return this.#insert(next, pk, checked);
    requireMatch(conditions, row);
    return this.#update(next, row, checked);
  }

  replace(next: WriteNumbers, pk: string, id: string, document: unknown, conditions: Conditions): Outcome {
    const checked = this.#check(pk, document);
    const row = this.#existing(pk, id);
    requireMatch(conditions, row);
    if (checked.id !== id) {
      throw badRequest(`The id of a document cannot be changed by a replace ('${id}' to '${checked.id}').`);
    }
    return this.#update(next, row, checked);
  }

  patch(next: WriteNumbers, pk: string, id: string, request: PatchRequest, conditions: Conditions): Outcome {
    const row = this.#existing(pk, id);
    requireMatch(conditions, row);
    const document = JSON.parse(row.body) as JsonObject;
    if (request.condition !== undefined && !this.#patchCondition(request.condition, document)) {
      throw preconditionFailed();
    }
    applyPatch(document, request.operations, this.#container.partitionKeyPath);
    return this.#update(next, row, this.#check(pk, document));
  }

  delete(pk: string, id: string, conditions: Conditions): Outcome {
    const row = this.#existing(pk, id);
    requireMatch(conditions, row);
    this.#container.documents.delete(row.write);
    return { status: 204, charge: charge.remove };
  }

  #visible(pk: string, id: string): Row | undefined {
    const row = this.#container.documents.get(pk, id);
    return row === undefined || isExpired(this.#container, row, this.#now) ? undefined : row;
  }

  #existing(pk: string, id: string): Row {
    const row = this.#visible(pk, id);
    if (row === undefined) throw notFound(`document '${id}'`);
    return row;
  }

  #check(pk: string, document: unknown): Checked {
    if (!isObject(document)) throw badRequest("A document must be a JSON object.");
    const id = checkId(document["id"]);
    checkValues(document);
    const ttl = checkTtl(document["ttl"], "ttl") ?? null;
    if (partitionKeyOfDocument(document, this.#container.partitionKeyPath) !== pk)
      throw partitionKeyMismatch();
    return { id, ttl, document };
  }

  #insert(next: WriteNumbers, pk: string, { id, ttl, document }: Checked): Outcome {
    const write = next();
    const row = this.#row({ write, number: write, pk, id, ttl }, document);
    const expired = this.#container.documents.get(pk, id);
    if (expired !== undefined) this.#container.documents.delete(expired.write);
    this.#container.documents.insert(row);
    return { status: 201, charge: charge.insert(row.body.length), etag: etagOf(write), body: row.body };
  }

  #update(next: WriteNumbers, old: Row, { id, ttl, document }: Checked): Outcome {
    const write = next();
    const row = this.#row({ write, number: old.number, pk: old.pk, id, ttl }, document);
    this.#container.documents.update(old.write, row);
    return { status: 200, charge: charge.replace(row.body.length), etag: etagOf(write), body: row.body };
  }

  #row(key: Omit<Row, "body" | "ts">, document: JsonObject): Row {
    const ts = Math.floor(this.#now / 1000);
    const rid = this.#container.documentRid(key.number);
    for (const name of systemProperties)
      if (Object.hasOwn(document, name)) Reflect.deleteProperty(document, name);
    document["_rid"] = rid;
    document["_self"] = `${this.#container.self}docs/${rid}/`;
    document["_etag"] = etagOf(key.write);
    document["_attachments"] = "attachments/";
    document["_ts"] = ts;
    const body = JSON.stringify(document);
    checkSize(body);
    return { ...key, ts, body };
  }
}

type Checked = { id: string; ttl: number | null; document: JsonObject };

const systemProperties = ["_rid", "_self", "_etag", "_attachments", "_ts", "_lsn"];

const matches = (condition: string, etag: string): boolean => condition === "*" || condition === etag;

const requireMatch = ({ ifMatch, ifNoneMatch }: Conditions, row: Row): void => {
  if (ifNoneMatch !== undefined) throw notSupported("If-None-Match on a write");
  if (ifMatch !== undefined && !matches(ifMatch, etagOf(row.write))) throw preconditionFailed();
};
