import type { HttpResponseInit } from "@azure/functions";
import { etagOf } from "./etag.ts";

const headers = { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" };

/** 200 with the resource, and its ETag where it has a version. */
export const ok = (body: unknown, version?: number): HttpResponseInit => ({
  status: 200,
  headers: { ...headers, ...(version !== undefined && { etag: etagOf(version) }) },
  body: JSON.stringify(body),
});

/** 201 with the resource, its ETag and where it is. */
export const created = (body: unknown, version: number, location: string): HttpResponseInit => ({
  status: 201,
  headers: { ...headers, etag: etagOf(version), location },
  body: JSON.stringify(body),
});
