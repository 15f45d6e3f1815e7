import { HttpRequest } from "@azure/functions";
import assert from "node:assert/strict";
import { test } from "node:test";
import { matches, representation, send } from "./conditional-get.ts";

const requestWith = (headers: Record<string, string>): HttpRequest =>
  new HttpRequest({ url: "http://localhost/api/openapi.json", method: "GET", headers });

test("the same content has the same strong tag, another has another", () => {
  const tag = representation("one", "text/plain").etag;
  assert.equal(tag, representation(Buffer.from("one"), "text/html").etag);
  assert.notEqual(tag, representation("two", "text/plain").etag);
  assert.match(tag, /^"[\w-]{22}"$/);
});

const tags: [header: string | null, equal: boolean][] = [
  [null, false],
  ['"a"', true],
  ['W/"a"', true],
  ['"b", "a"', true],
  ["*", true],
  ['"b"', false],
  ["a", false],
  ["", false],
];

for (const [header, equal] of tags) {
  test(`If-None-Match ${header ?? "absent"} ${equal ? "matches" : "does not match"} "a"`, () => {
    assert.equal(matches(header, '"a"'), equal);
  });
}

test("what the caller has already is not sent again, but still named and still may be kept", () => {
  const content = representation("one", "text/plain");
  const answer = send(requestWith({ "if-none-match": content.etag }), content, {
    "cache-control": "no-cache",
  });
  assert.deepEqual(answer, { status: 304, headers: { etag: content.etag, "cache-control": "no-cache" } });
});

test("what the caller has not is sent whole", () => {
  const content = representation("one", "text/plain");
  const answer = send(requestWith({ "if-none-match": '"old"' }), content, {});
  assert.deepEqual(answer, {
    status: 200,
    headers: { "content-type": "text/plain", etag: content.etag },
    body: "one",
  });
});
