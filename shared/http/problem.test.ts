import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AlreadyExists,
  Contended,
  DomainError,
  IdempotencyKeyReused,
  Invalid,
  NotFound,
  StaleVersion,
  WrongState,
} from "../domain/errors.ts";
import { IssuerUnavailable, Unauthenticated } from "../identity/verifier.ts";
import { HttpRefusal, kinds, problem, problemOf, type Kind, type Problem } from "./problem.ts";

const answerTo = (error: unknown) => {
  const { status, headers, body } = problemOf(error, "correlation-1");
  assert.ok(typeof body === "string");
  return { status, headers: new Headers(headers), body: JSON.parse(body) as Problem };
};

/** Every error that there is, and what it becomes. */
const known: [Error, number, Kind][] = [
  [new Invalid({ path: "endDate", message: "must not be before startDate" }), 400, "invalid"],
  [new Unauthenticated("Send a bearer token."), 401, "unauthenticated"],
  [new NotFound("project"), 404, "not-found"],
  [new WrongState("Only a planned project can start.", "ended", ["planned"]), 409, "wrong-state"],
  [new AlreadyExists("project"), 409, "already-exists"],
  [new StaleVersion(), 412, "stale-version"],
  [new IdempotencyKeyReused(), 422, "idempotency-key-reused"],
  [new Contended(), 503, "contended"],
  [new IssuerUnavailable("The identity provider could not be reached."), 503, "unavailable"],
  [Object.assign(new Error("x"), { code: 429 }), 503, "unavailable"],
  [new Error("x"), 500, "internal"],
  [new HttpRefusal("forbidden", "Only for Staff."), 403, "forbidden"],
  [new HttpRefusal("method-not-allowed", "Use GET."), 405, "method-not-allowed"],
  [new HttpRefusal("too-large", "At most 1 byte."), 413, "too-large"],
  [new HttpRefusal("unsupported-media-type", "Send application/json."), 415, "unsupported-media-type"],
];

for (const [error, status, kind] of known) {
  test(`${error.constructor.name} (${kind}) answers ${status} as a problem`, () => {
    const answer = answerTo(error);
    assert.equal(answer.status, status);
    assert.equal(answer.headers.get("content-type"), "application/problem+json; charset=utf-8");
    assert.equal(answer.headers.get("cache-control"), "no-store");
    assert.deepEqual(problem.parse(answer.body), answer.body);
    assert.deepEqual(
      {
        type: answer.body.type,
        status: answer.body.status,
        title: answer.body.title,
        instance: answer.body.instance,
      },
      {
        type: `urn:ktgg:problem:${kind}`,
        status,
        title: kinds[kind].title,
        instance: "urn:ktgg:request:correlation-1",
      },
    );
  });
}

test("every kind of problem is in the table above", () => {
  assert.deepEqual(new Set(known.map(([, , kind]) => kind)), new Set(Object.keys(kinds)));
});

test("an invalid field is named, with what is wrong with it", () => {
  const errors = [{ path: "consents.night", message: "must be true or false" }];
  assert.deepEqual(answerTo(new Invalid(...errors)).body.errors, errors);
  assert.deepEqual(answerTo(new HttpRefusal("invalid", "x", { errors })).body.errors, errors);
  assert.equal("errors" in answerTo(new HttpRefusal("forbidden", "x")).body, false);
});

test("a wrong state says which it is and which would do", () => {
  const { body } = answerTo(new WrongState("No.", "ended", ["planned", "started"]));
  assert.deepEqual([body.state, body.possible], ["ended", ["planned", "started"]]);
});

test("401 says how to sign in, 503 says when to come again, 415 says what is taken", () => {
  assert.equal(answerTo(new Unauthenticated("x")).headers.get("www-authenticate"), "Bearer");
  for (const error of [
    new Contended(),
    new IssuerUnavailable("x"),
    Object.assign(new Error(), { code: "ECONNRESET" }),
  ]) {
    assert.match(answerTo(error).headers.get("retry-after") ?? "", /^\d+$/);
  }
  const refusal = new HttpRefusal("unsupported-media-type", "x", { headers: { accept: "application/json" } });
  assert.equal(answerTo(refusal).headers.get("accept"), "application/json");
});

test("nothing of an error that we do not know reaches the caller", () => {
  class Unlisted extends DomainError {
    readonly code = "secret-code";
  }
  const secret = "secret AccountKey=abc 김하늘 010-1234-5678";
  const unknown = [
    new Error(secret),
    new TypeError(secret, { cause: new Error(secret) }),
    Object.assign(new Error(secret), { code: 503, body: secret }), // transient: 503, but as silent
    new IssuerUnavailable(secret),
    new Unlisted(secret),
    secret,
    { message: secret, status: 200 },
    undefined,
    null,
  ];
  for (const error of unknown) {
    const answer = answerTo(error);
    assert.ok((answer.status ?? 0) >= 500);
    assert.doesNotMatch(JSON.stringify(answer.body), /secret|AccountKey|김하늘|1234/);
  }
});

test("a domain error named like a property of every object is no kind of ours", () => {
  class Odd extends DomainError {
    readonly code = "constructor";
  }
  assert.equal(answerTo(new Odd("x")).status, 500);
});
