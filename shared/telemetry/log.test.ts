import assert from "node:assert/strict";
import { test } from "node:test";
import { InvocationContext, type LogLevel } from "@azure/functions";
import fc from "fast-check";
import { loggerFor, maskNumbers } from "./log.ts";

/** A real invocation context, and the lines that it was given. */
const logged = (): { context: InvocationContext; lines: { level: LogLevel; line: string }[] } => {
  const lines: { level: LogLevel; line: string }[] = [];
  const context = new InvocationContext({
    functionName: "test",
    invocationId: "1",
    logHandler: (level, ...parts) => {
      lines.push({ level, line: parts.map(String).join(" ") });
    },
  });
  return { context, lines };
};

const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const separator = fc.constantFrom("", "-", " ", ".", "–", " - ", "－");
const phones = fc
  .record({
    country: fc.constantFrom("", "+82", "+82 ", "82-", "0082", "+82-", "82", "+82 (0)", "＋82 "),
    trunk: fc.constantFrom("0", ""),
    network: fc.constantFrom("10", "11", "16", "17", "18", "19"),
    middle: fc.oneof(digits(4), digits(3)),
    last: digits(4),
    one: separator,
    two: separator,
    wide: fc.boolean(),
  })
  .map(({ country, trunk, network, middle, last, one, two, wide }) => {
    const written = `${country}${trunk}${network}${one}${middle}${two}${last}`;
    return {
      middle,
      written: wide
        ? written.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
        : written,
    };
  });
/** Text around a phone that is not a part of it: no digit at its side. */
const around = fc.constantFrom(
  "",
  " ",
  "님 ",
  "sent to ",
  "phone_",
  "tel:",
  "(",
  '{"to":"',
  "x",
  "%2B",
  "2027-03-02 ",
  "#",
  "\n",
);
const behind = fc.constantFrom("", " ", "님", '"}', "_x", "x", ")", ",", " 2027-03-02", "\n");

const bare = (line: string): string => line.normalize("NFKC").replace(/[^\d*]/g, "");

test("no phone survives in any log line, however it is written and wherever it stands", () => {
  fc.assert(
    fc.property(phones, around, behind, ({ written, middle }, before, after) => {
      const { context, lines } = logged();
      const log = loggerFor(context, { correlationid: "correlation-1" });
      const told = `${before}${written}${after}`;
      log.info(told);
      log.warn("fields", { detail: told, deep: [{ more: told }], [told]: 1, phone: written, to: [written] });
      log.error("errors", { error: new Error(told, { cause: new TypeError(told) }) });
      assert.equal(lines.length, 3);
      const local = `${middle}${written.normalize("NFKC").slice(-4)}`;
      for (const { line } of lines) assert.ok(!bare(line).includes(local), line);
    }),
    { numRuns: 1_000 },
  );
});

test("a masked phone still shows its network and its last digits", () => {
  assert.equal(maskNumbers("to 010-1234-5678 now"), "to 010-****-5678 now");
  assert.equal(maskNumbers("+821012345678"), "010-****-5678");
  // With its plus sign escaped it has as many digits as a span's id.
  assert.doesNotMatch(maskNumbers("%2B00821012345678"), /1234/);
});

test("what is no phone stays as it is: ids, days, times, amounts", () => {
  const stay = [
    "2027-03-02T10:11:12.123Z",
    "2027-03-02 10:11:12",
    "7a4e1d0c-93ab-5a5e-8f5f-010123456789",
    "a0101234-5678-4abc-8010-123456789012",
    "00-cccccccccc01012345678ddddddddddd-b7ad6b7169203331-01",
    "PBLN_000000000900001",
    "1774412345678",
    "version 12, 20,000 rows, 4821 ms",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  ];
  for (const text of stay) assert.equal(maskNumbers(text), text);
});

test("names and contents of people are never shown, at any depth", () => {
  const { context, lines } = logged();
  const person = {
    phone: "02-123-4567",
    customername: "김하늘",
    name: "김하늘",
    content: "상담 내용",
    to: "김하늘",
  };
  loggerFor(context, {}).info("m", { ...person, rows: [{ person }] });
  assert.doesNotMatch(lines[0]?.line ?? "", /김하늘|상담|4567/);
});

test("a line is JSON with the message, the fixed fields and the level of its method", () => {
  const { context, lines } = logged();
  const log = loggerFor(context, { correlationid: "correlation-1" });
  log.info("one", { rows: 3 });
  log.warn("two");
  log.error("three");
  assert.deepEqual(
    lines.map(({ level, line }) => [level, JSON.parse(line) as unknown]),
    [
      ["information", { message: "one", correlationid: "correlation-1", rows: 3 }],
      ["warning", { message: "two", correlationid: "correlation-1" }],
      ["error", { message: "three", correlationid: "correlation-1" }],
    ],
  );
});

test("an error shows its name, message, code, stack and causes", () => {
  const { context, lines } = logged();
  const cause = Object.assign(new Error("socket"), { code: "ECONNRESET" });
  loggerFor(context, {}).error("failed", { error: new TypeError("outer", { cause }) });
  const { error } = JSON.parse(lines[0]?.line ?? "") as { error: Record<string, unknown> };
  assert.equal(error["error"], "TypeError");
  assert.equal(error["detail"], "outer");
  assert.match(String(error["stack"]), /log\.test\.ts/);
  assert.deepEqual(
    [
      (error["cause"] as Record<string, unknown>)["detail"],
      (error["cause"] as Record<string, unknown>)["code"],
    ],
    ["socket", "ECONNRESET"],
  );
});

test("the failures of a retried send are all shown", () => {
  const { context, lines } = logged();
  loggerFor(context, {}).error("failed", { error: new AggregateError([new Error("one"), new Error("two")]) });
  const { error } = JSON.parse(lines[0]?.line ?? "") as { error: { errors: { detail: string }[] } };
  assert.deepEqual(
    error.errors.map(({ detail }) => detail),
    ["one", "two"],
  );
});

test("what JSON can't hold is no reason to fail: cycles, big integers, an error that is its own cause", () => {
  const { context, lines } = logged();
  const log = loggerFor(context, { correlationid: "correlation-1" });
  const circle: Record<string, unknown> = { phone: "010-1234-5678" };
  circle["self"] = circle;
  const ouroboros = new Error("its own cause 010-1234-5678");
  ouroboros.cause = ouroboros;
  log.error("cycle", { circle });
  log.error("big", { size: 10n });
  log.error("cause", { error: ouroboros });
  assert.equal(lines.length, 3);
  for (const { line } of lines) {
    assert.match(line, /correlation-1/);
    assert.doesNotMatch(line, /1234/);
  }
});
