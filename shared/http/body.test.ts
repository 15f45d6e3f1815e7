import assert from "node:assert/strict";
import { test } from "node:test";
import { HttpRequest } from "@azure/functions";
import { readJson, requireType } from "./body.ts";
import { HttpRefusal, type Kind } from "./problem.ts";

const json = { "content-type": "application/json" };

const requestOf = (
  body: string | Uint8Array | undefined,
  headers: Record<string, string> = json,
): HttpRequest =>
  new HttpRequest({
    method: "POST",
    url: "http://localhost/api/projects",
    headers,
    ...(body !== undefined && { body: { bytes: Buffer.from(body) } }),
  });

const refuses = async (request: HttpRequest, kind: Kind, message?: string): Promise<void> => {
  await assert.rejects(readJson(request), (error) => {
    assert.ok(error instanceof HttpRefusal);
    assert.equal(error.kind, kind);
    if (message !== undefined) assert.deepEqual(error.errors, [{ path: "body", message }]);
    return true;
  });
};

test("JSON in UTF-8 is read", async () => {
  assert.deepEqual(await readJson(requestOf('{"projectname":"이음5G","year":2027}')), {
    projectname: "이음5G",
    year: 2027,
  });
});

test("no body is undefined, whatever its type, and is not null", async () => {
  assert.equal(await readJson(requestOf(undefined, {})), undefined);
  assert.equal(await readJson(requestOf("", { "content-type": "text/plain" })), undefined);
  assert.equal(await readJson(requestOf("null")), null);
});

for (const type of [
  "application/json; charset=utf-8",
  'Application/JSON;charset="UTF-8"',
  "application/json ; a=b",
]) {
  test(`the type ${type} is taken`, async () => {
    assert.deepEqual(await readJson(requestOf("{}", { "content-type": type })), {});
  });
}

for (const type of [
  "text/plain",
  "application/jsonp",
  "application/json-patch+json",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=application/json",
  "application/json; charset=euc-kr",
  "application/json; charset=utf-16",
  "application",
]) {
  test(`the type ${type} is refused`, async () => {
    await refuses(requestOf("{}", { "content-type": type }), "unsupported-media-type");
  });
}

test("a body without a type is refused, and the refusal says what is taken", async () => {
  await assert.rejects(
    readJson(requestOf("{}", {})),
    (error) =>
      error instanceof HttpRefusal &&
      error.kind === "unsupported-media-type" &&
      error.headers["accept"] === "application/json",
  );
});

test("of several types the one that came is told", () => {
  const types = ["application/json", "application/x-ndjson"];
  const ndjson = requestOf("", { "content-type": "application/x-ndjson; charset=utf-8" });
  assert.equal(requireType(ndjson, types), "application/x-ndjson");
  assert.throws(() => requireType(requestOf("", { "content-type": "text/csv" }), types), HttpRefusal);
});

for (const text of ["{", "{'a':1}", "{} {}", "undefined", "[1,]", '{"a":1}x', "\u0000", "NaN"]) {
  test(`${JSON.stringify(text)} is not JSON`, async () => {
    await refuses(requestOf(text), "invalid", "is not JSON");
  });
}

for (const [why, bytes] of [
  ["EUC-KR", [0x22, 0xb0, 0xa1, 0x22]],
  ["an overlong form", [0x22, 0xc0, 0xaf, 0x22]],
  ["half a surrogate pair", [0x22, 0xed, 0xa0, 0x80, 0x22]],
  ["a cut character", [0x22, 0xea, 0xb0, 0x22]],
  ["UTF-16", [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]],
] as const) {
  test(`${why} is not UTF-8`, async () => {
    await refuses(requestOf(Uint8Array.from(bytes)), "invalid", "is not UTF-8");
  });
}

test("256 KiB are taken, one byte more is too large", async () => {
  const largest = JSON.stringify("a".repeat(256 * 1024 - 2));
  assert.equal(await readJson(requestOf(largest)), JSON.parse(largest));
  await refuses(requestOf(`${largest} `), "too-large");
});

test("a body that says that it is too large is refused before it is read", async () => {
  const request = requestOf("{}", { ...json, "content-length": String(256 * 1024 + 1) });
  await refuses(request, "too-large");
  assert.equal(request.bodyUsed, false);
});

test("a body that lies about its length is refused as it comes", async () => {
  await refuses(requestOf("a".repeat(300_000), { ...json, "content-length": "10" }), "too-large");
});

test("32 levels are taken, one more is refused, and brackets in strings are none", async () => {
  const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
  assert.ok(await readJson(requestOf(nested(32))));
  await refuses(requestOf(nested(33)), "invalid", "must not be nested deeper than 32");
  await refuses(
    requestOf('{"a":'.repeat(33) + "1" + "}".repeat(33)),
    "invalid",
    "must not be nested deeper than 32",
  );
  await refuses(requestOf("[".repeat(200_000)), "invalid", "must not be nested deeper than 32");
  assert.ok(await readJson(requestOf(JSON.stringify({ text: `\\"${"[".repeat(100)}` }))));
  assert.ok(await readJson(requestOf(JSON.stringify(Array.from({ length: 100 }, () => [])))));
});
