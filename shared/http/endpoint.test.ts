import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { z } from "zod";
import { NotFound } from "../domain/errors.ts";
import { registeredRoutes, type Answered } from "../../tests/registered-routes.ts";
import { id } from "../contract/fields.ts";
import { ok } from "./answers.ts";
import type { Call } from "./route.ts";

type AnyCall = Call<unknown, unknown, unknown>;

const answers = { 200: { description: "Fine", schema: z.unknown() } };

/** A route that takes everything, and the calls that reached its handler. */
const everything = (t: TestContext, handle: (call: AnyCall) => unknown = () => ({})) => {
  const { endpoint, send, lines, clock } = registeredRoutes(t);
  const calls: AnyCall[] = [];
  endpoint(
    {
      name: "everything",
      method: "POST",
      path: "things/{thingId}",
      tag: "Test",
      summary: "Everything",
      roles: ["Staff", "Analyst"],
      params: z.object({ thingId: id }),
      query: z.strictObject({ limit: z.coerce.number().max(100).optional() }),
      body: z.strictObject({ text: z.string(), more: z.unknown().optional() }).optional(),
      idempotent: true,
      conditional: true,
      answers,
    },
    async (call) => {
      calls.push(call);
      return ok(await handle(call), 1);
    },
  );
  return {
    calls,
    lines,
    clock,
    send: (sent: Parameters<typeof send>[1] = {}) =>
      send("everything", { params: { thingId: "thing-1" }, ...sent }),
  };
};

const kindOf = ({ status, body }: Answered): string =>
  `${status} ${String(body["type"]).replace("urn:ktgg:problem:", "")}`;
const pathsOf = ({ body }: Answered): unknown =>
  (body["errors"] as { path: string }[] | undefined)?.map(({ path }) => path);

test("a checked request reaches the handler with all that it said", async (t) => {
  const { calls, send, clock } = everything(t);
  const answer = await send({
    query: "?limit=5",
    body: { text: "가" },
    headers: { "if-match": '"7"', "x-correlation-id": "correlation-1", "idempotency-key": "k" },
  });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("etag"), '"1"');
  const [call] = calls;
  assert.deepEqual(
    [call?.params, call?.query, call?.body, call?.ifVersions, call?.actor, call?.at],
    [
      { thingId: "thing-1" },
      { limit: 5 },
      { text: "가" },
      [7],
      { id: "staff-1", roles: ["Staff"] },
      clock.now,
    ],
  );
  assert.deepEqual(call?.origin, { at: clock.now, correlationid: "correlation-1" });
});

test("who, then may he, then what: a stranger learns nothing of what else is wrong", async (t) => {
  const { calls, send } = everything(t);
  const wrong = { params: { thingId: "a/b" }, query: "?limit=x", body: "{", headers: { "if-match": "x" } };
  assert.equal(kindOf(await send({ ...wrong, as: null })), "401 unauthenticated");
  assert.equal(kindOf(await send({ ...wrong, as: "Customer:customer-1" })), "403 forbidden");
  assert.equal(kindOf(await send(wrong)), "404 not-found");
  assert.deepEqual(calls, []);
});

test("one role of the route's is enough", async (t) => {
  const { send } = everything(t);
  assert.equal((await send({ as: "Analyst:a" })).status, 200);
  assert.equal((await send({ as: "Salesman:s" })).status, 403);
});

test("a public route asks for no token, and one for those signed in asks for any", async (t) => {
  const { endpoint, send } = registeredRoutes(t);
  const spec = { method: "GET", path: "x", tag: "Test", summary: "x", answers } as const;
  endpoint({ ...spec, name: "public", roles: "public" }, ({ actor }) => Promise.resolve(ok(actor)));
  endpoint({ ...spec, name: "signedIn", roles: "signed in" }, ({ actor }) => Promise.resolve(ok(actor)));
  assert.deepEqual((await send("public", { as: null })).body, { id: "anonymous", roles: [] });
  assert.equal((await send("signedIn", { as: null })).status, 401);
  assert.deepEqual((await send("signedIn", { as: "Customer:c" })).body, { id: "c", roles: ["Customer"] });
});

test("what is wrong with a request is named, and the handler does not run", async (t) => {
  const { calls, send } = everything(t);
  assert.deepEqual(pathsOf(await send({ query: "?limit=101" })), ["limit"]);
  assert.deepEqual(pathsOf(await send({ query: "?page=1" })), ["page"]);
  assert.deepEqual(pathsOf(await send({ query: "?limit=1&limit=2" })), ["limit"]);
  assert.deepEqual(pathsOf(await send({ query: "?__proto__=1" })), ["__proto__"]);
  assert.deepEqual(pathsOf(await send({ body: { text: 1, admin: true } })), ["text", "admin"]);
  assert.deepEqual(pathsOf(await send({ body: "null" })), ["body"]);
  assert.deepEqual(pathsOf(await send({ headers: { "if-match": "7" } })), ["If-Match"]);
  for (const key of ["", "a b", "k".repeat(256), "é"]) {
    assert.deepEqual(pathsOf(await send({ headers: { "idempotency-key": key } })), ["Idempotency-Key"], key);
  }
  assert.equal(
    kindOf(await send({ body: { text: "a" }, headers: { "content-type": "text/plain" } })),
    "415 unsupported-media-type",
  );
  assert.deepEqual(calls, []);
});

const keyOf = async (t: TestContext, sent: Parameters<ReturnType<typeof everything>["send"]>[0]) => {
  const { calls, send } = everything(t);
  await send({ ...sent, headers: { "idempotency-key": "k", ...sent?.headers } });
  const key = calls[0]?.idempotency;
  assert.ok(key);
  return key;
};

test("an Idempotency-Key belongs to its caller", async (t) => {
  const mine = await keyOf(t, { as: "Staff:a" });
  assert.deepEqual(await keyOf(t, { as: "Staff:a" }), mine);
  assert.notEqual((await keyOf(t, { as: "Staff:b" })).key, mine.key);
  assert.notEqual((await keyOf(t, { headers: { "idempotency-key": "l" } })).key, mine.key);
  assert.match(mine.key, /^[\w-]{43}$/, "the key itself is not stored, and is an id of Cosmos");
});

test("the same request has the same fingerprint, however its fields are ordered; another has another", async (t) => {
  const fingerprint = async (body: unknown, thingId = "thing-1") =>
    (await keyOf(t, { body, params: { thingId } })).fingerprint;
  const one = await fingerprint({ text: "a", more: { x: 1, y: [1, 2] } });
  assert.equal(await fingerprint('{ "more": {"y":[1,2], "x":1}, "text":"a" }'), one);
  const others = [
    { text: "b", more: { x: 1, y: [1, 2] } },
    { text: "a", more: { x: 1, y: [2, 1] } },
    { text: "a", more: { x: "1", y: [1, 2] } },
    {
      text: "a",
      more: [
        ["x", 1],
        ["y", [1, 2]],
      ],
    },
    { text: "a" },
  ];
  for (const other of others) assert.notEqual(await fingerprint(other), one);
  assert.notEqual(await fingerprint({ text: "a", more: { x: 1, y: [1, 2] } }, "thing-2"), one);
});

test("a key of two routes is two keys, and without one there is none", async (t) => {
  const { endpoint, send } = registeredRoutes(t);
  const keys: (string | undefined)[] = [];
  for (const name of ["one", "two"]) {
    endpoint(
      {
        name,
        method: "POST",
        path: name,
        tag: "Test",
        summary: "x",
        roles: "public",
        idempotent: true,
        answers,
      },
      ({ idempotency }) => {
        keys.push(idempotency?.key);
        return Promise.resolve(ok({}));
      },
    );
  }
  await send("one", { headers: { "idempotency-key": "k" } });
  await send("two", { headers: { "idempotency-key": "k" } });
  await send("two");
  assert.notEqual(keys[0], keys[1]);
  assert.equal(keys[2], undefined);
});

test("every answer carries the correlation id: the caller's when it is one, else a new one", async (t) => {
  const { send } = everything(t);
  const idOf = async (sent: string | undefined, as?: null) =>
    (
      await send({
        ...(as === null && { as }),
        headers: sent === undefined ? {} : { "x-correlation-id": sent },
      })
    ).headers.get("x-correlation-id");
  assert.equal(await idOf("correlation-1"), "correlation-1");
  assert.equal(await idOf("correlation-1", null), "correlation-1");
  for (const odd of [undefined, "short", "a".repeat(129), "with space", "<script>alert(1)</script>"]) {
    assert.match((await idOf(odd)) ?? "", /^[\da-f-]{36}$/);
  }
});

test("every answer says how many bytes it has, so that it goes out in one piece", async (t) => {
  const { send } = everything(t, () => ({ text: "가나다" }));
  const answer = await send();
  const length = Number(answer.headers.get("content-length"));
  assert.equal(length, Buffer.byteLength(JSON.stringify({ text: "가나다" })));
  assert.ok(Number((await send({ query: "?limit=x" })).headers.get("content-length")) > 0);
});

test("a refusal of the domain is an answer, and is no noise in the log", async (t) => {
  const { send, lines } = everything(t, () => {
    throw new NotFound("thing");
  });
  const answer = await send({ headers: { "x-correlation-id": "correlation-1" } });
  assert.equal(kindOf(answer), "404 not-found");
  assert.equal(answer.body["instance"], "urn:ktgg:request:correlation-1");
  assert.equal(answer.headers.get("content-type"), "application/problem+json; charset=utf-8");
  assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
  assert.deepEqual(lines, []);
});

test("an error that we do not know is logged once with the correlation id, and tells the caller nothing", async (t) => {
  const { send, lines } = everything(t, () => {
    throw new Error("secret of 010-1234-5678");
  });
  const answer = await send({ headers: { "x-correlation-id": "correlation-1" } });
  assert.equal(kindOf(answer), "500 internal");
  assert.doesNotMatch(JSON.stringify(answer.body), /secret|1234/);
  assert.equal(lines.length, 1);
  assert.match(
    lines[0] ?? "",
    /^error .*"correlationid":"correlation-1".*"operation":"everything".*secret of 010-\*\*\*\*-5678/,
  );
});
