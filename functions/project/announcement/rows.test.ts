import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { longestRowBytes } from "./row-value.ts";
import { readRows } from "./rows.ts";
import type { Row } from "./rows.ts";

type Format = "json" | "ndjson";

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const count = Math.ceil(bytes.length / size);
  yield* await Promise.resolve(
    Array.from({ length: count }, (_, at) => bytes.subarray(at * size, (at + 1) * size)),
  );
}

const read = async (format: Format, body: string | Uint8Array, size = 65_536): Promise<Row[]> => {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const rows: Row[] = [];
  for await (const row of readRows(inChunks(bytes, size), format)) rows.push(row);
  return rows;
};

const one = [{ row: 1, value: { a: 1 } }];
const both = [...one, { row: 2, value: { b: [2, { c: "]}" }] } }];
const pair = '{"a":1}, {"b":[2,{"c":"]}"}]}';

const shapes: [what: string, body: string, rows: Row[]][] = [
  ["rows alone", `[${pair}]`, both],
  ["jsonArray: [...]", `{"jsonArray":[${pair}]}`, both],
  ["jsonArray: {item: [...]}", `{"jsonArray":{"title":"x","item":[${pair}]}}`, both],
  ["jsonArray: {item: {...}}", '{"jsonArray":{"item":{"a":1}}}', one],
  ["jsonArray: {}", '{"jsonArray":{}}', []],
  ["jsonArray: []", '{"jsonArray": [ ] }', []],
  ["channel: {item: [...]}", `{"channel":{"title":"기업마당","item":[${pair}]}}`, both],
  ["rss: {channel: {item: [...]}}", `{"rss":{"@version":2,"channel":{"item":[${pair}]}}}`, both],
  [
    "response.body.items.item: [...]",
    `{"response":{"header":{"resultCode":"00","x":[{}]},"body":{"items":{"item":[${pair}]},"totalCount":2}}}`,
    both,
  ],
  ["response.body.items.item: {...}", '{"response":{"body":{"items":{"item":{"a":1}}}}}', one],
  ["response.body.items: [...]", `{"response":{"body":{"items":[${pair}]}}}`, both],
  [
    "response.body.items: {}",
    '{"response":{"header":{"resultCode":"03"},"body":{"items":{},"totalCount":0}}}',
    [],
  ],
  ['response.body.items: ""', '{"response":{"body":{"items":"","totalCount":0}}}', []],
  ["data: [...]", `{"page":1,"perPage":10,"currentCount":2,"data":[${pair}],"matchCount":2}`, both],
  [
    "one row",
    '{"pblancId":"P1","x":{"data":[1]}}',
    [{ row: 1, value: { pblancId: "P1", x: { data: [1] } } }],
  ],
  ["rows after a byte-order mark", `\ufeff[${pair}]`, both],
  [
    "rows that are no objects",
    '[1, "x,]", null, true, [[]], -1.5e3]',
    [1, "x,]", null, true, [[]], -1500].map((value, at) => ({ row: at + 1, value })),
  ],
  ["the same key in a row", '{"data":[{"a":"\\"}]","a":1}]}', one],
];

for (const [what, body, rows] of shapes) {
  test(`the shape ${what} is read, in chunks of any size`, async () => {
    for (const size of [1, 2, 3, 7, 65_536])
      assert.deepEqual(await read("json", body, size), rows, `chunks of ${size}`);
  });
}

const shapeless: [what: string, body: string][] = [
  ["an object without rows", '{"rows":[{"pblancId":"P1"}]}'],
  [
    "an error of the gateway",
    '{"response":{"header":{"resultCode":"30","resultMsg":"SERVICE KEY IS NOT REGISTERED"}}}',
  ],
  ["an empty object", "{}"],
  ["a text", '"pblancId"'],
  ["a number", "5"],
  ["a key of the prototype", '{"__proto__":[{"a":1}],"constructor":{}}'],
];

for (const [what, body] of shapeless) {
  test(`${what} is refused once, with the accepted shapes`, async () => {
    const rows = await read("json", body, 3);
    assert.equal(rows.length, 1);
    assert.match(
      refusal(rows[0]),
      /none of the accepted shapes: an array of rows, jsonArray: .*data: \[\.\.\.\] or one row/,
    );
  });
}

const refusal = (row: Row | undefined): string => (row && "refused" in row ? row.refused : "");
const values = (rows: Row[]): unknown[] => rows.flatMap((row) => ("value" in row ? [row.value] : []));

const broken: [what: string, body: string, good: number, reason: RegExp][] = [
  [
    "a document cut off after a row",
    '{"data":[{"a":1},{"b":2}',
    2,
    /from byte 24 on, after row 2: the document ends in the middle/,
  ],
  [
    "a document cut off in a row",
    '[{"a":1},{"b":',
    1,
    /from byte 14 on, after row 1: the document ends in the middle/,
  ],
  ["a document cut off in its envelope", '{"response":{"bo', 0, /ends in the middle/],
  ["an empty body", " \n", 0, /the body is empty/],
  ["a comma before the end", '[{"a":1},]', 1, /from byte 9 on, after row 1: "\]" where a value is expected/],
  ["two rows without a comma", '[{"a":1}{"b":2}]', 1, /from byte 8 on, after row 1: "\{" where a comma/],
  [
    "something after the end",
    '[{"a":1}] [{"b":2}]',
    1,
    /from byte 10 on, after row 1: "\[" where the end is expected/,
  ],
  ["a key without quotes", "{data:[]}", 0, /from byte 1 on: "d" where a key/],
  ["a key without a value", '{"data"}', 0, /"\}" where a colon is expected/],
  [
    "brackets that do not match",
    '[{"a":1},{"b":[2},{"c":3}]',
    1,
    /after row 1: a bracket is closed that was not opened/,
  ],
  ["a bracket too many", '{"data":[{"a":1}]]}', 1, /"\]" where a comma or the end/],
];

for (const [what, body, good, reason] of broken) {
  test(`after ${what} the rest is refused once, saying from where it is unread`, async () => {
    for (const size of [1, 5, 65_536]) {
      const rows = await read("json", body, size);
      assert.equal(values(rows).length, good);
      assert.equal(rows.length, good + 1);
      assert.equal(rows.at(-1)?.row, good + 1);
      assert.match(refusal(rows.at(-1)), reason);
    }
  });
}

/** A bad row between two good ones, in either format. */
const bytesOf = (format: Format, bad: Uint8Array): Uint8Array => {
  const [start, between, end] = format === "json" ? ["[", ",", "]"] : ["", "\n", "\n"];
  return Buffer.concat([
    Buffer.from(`${start}{"a":1}${between}`),
    bad,
    Buffer.from(`${between}{"b":2}${end}`),
  ]);
};

const badRows: [what: string, bad: Uint8Array, reason: RegExp][] = [
  ["no JSON inside", Buffer.from('{"x":tru}'), /not JSON/],
  ["no UTF-8", Buffer.from([0x7b, 0x22, 0x78, 0x22, 0x3a, 0x22, 0xb0, 0xa1, 0x22, 0x7d]), /not UTF-8/],
  ["too long", Buffer.from(`{"x":"${"a".repeat(longestRowBytes)}"}`), /longer than 1048576 bytes/],
  ["too deep", Buffer.from(`{"x":${"[".repeat(40)}${"]".repeat(40)}}`), /nests deeper than 32/],
  [
    "deeper than any stack",
    Buffer.from(`${"[".repeat(200_000)}${"]".repeat(200_000)}`),
    /nests deeper than 32/,
  ],
];

for (const format of ["json", "ndjson"] as const) {
  for (const [what, bad, reason] of badRows) {
    test(`in ${format} a row that is ${what} is refused alone`, async () => {
      const rows = await read(format, bytesOf(format, bad), 1000);
      assert.deepEqual(
        [rows[0], rows[2], rows.length],
        [{ row: 1, value: { a: 1 } }, { row: 3, value: { b: 2 } }, 3],
      );
      assert.equal(rows[1]?.row, 2);
      assert.match(refusal(rows[1]), reason);
    });
  }
}

test("a row of just the longest length is read, and nesting in a string is no nesting", async () => {
  const [filled, brackets] = ["a".repeat(longestRowBytes - 8), "[".repeat(100)];
  assert.deepEqual(values(await read("json", `[{"x":"${filled}"},{"y":"\\"${brackets}"}]`)), [
    { x: filled },
    { y: `"${brackets}` },
  ]);
});

test("NDJSON has a row a line: empty lines are none, and rows are counted by line", async () => {
  for (const size of [1, 4, 65_536]) {
    const rows = await read("ndjson", '\ufeff{"a":1}\r\n\n  \n{bad}\n{"b":2}', size);
    assert.deepEqual(rows, [
      { row: 1, value: { a: 1 } },
      { row: 4, refused: "the row is not JSON" },
      { row: 5, value: { b: 2 } },
    ]);
  }
  assert.deepEqual(await read("ndjson", ""), []);
});

test("an error of the body itself is passed on", async () => {
  async function* dying(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(new TextEncoder().encode('[{"a":1},'));
    throw new Error("connection reset");
  }
  const rows = readRows(dying(), "json");
  assert.deepEqual((await rows.next()).value, { row: 1, value: { a: 1 } });
  await assert.rejects(rows.next(), /connection reset/);
});

test("any rows in any shape come back as they were, however the body is cut", async () => {
  const rows = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), { maxLength: 6 });
  const wraps: ((json: string) => string)[] = [
    (json) => json,
    (json) => `{"jsonArray":${json}}`,
    (json) => `{"x":{"y":["]}"]},"jsonArray":{"item":${json}},"z":null}`,
    (json) => `{"response":{"body":{"n":-1.5e3,"items":{"item":${json}}}}}`,
    (json) => `{"data":${json},"page":1}`,
  ];
  await fc.assert(
    fc.asyncProperty(
      rows,
      fc.constantFrom(...wraps),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(0, 2),
      async (given, wrap, size, indent) => {
        const expected = JSON.parse(JSON.stringify(given)) as unknown[];
        assert.deepEqual(
          values(await read("json", wrap(JSON.stringify(given, null, indent)), size)),
          expected,
        );
        assert.deepEqual(
          values(await read("ndjson", given.map((row) => JSON.stringify(row)).join("\n"), size)),
          expected,
        );
      },
    ),
    { numRuns: 300 },
  );
});

test("whatever the bytes, reading ends and never throws", async () => {
  const sign = fc.constantFrom(
    ...'{ } [ ] , : " \\ data jsonArray 1 null \n'.split(" "),
    '"data"',
    '{"a":1}',
    " ",
  );
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.array(sign, { maxLength: 30 }).map((signs) => new TextEncoder().encode(signs.join(""))),
  );
  await fc.assert(
    fc.asyncProperty(bytes, fc.integer({ min: 1, max: 9 }), async (body, size) => {
      for (const format of ["json", "ndjson"] as const)
        assert.deepEqual(await read(format, body, size), await read(format, body));
    }),
    { numRuns: 500 },
  );
});

test("20,000 rows of 45 MB flow through in constant memory", async () => {
  const sample = (
    JSON.parse(readFileSync("docs/samples/bizinfo-sample.json", "utf8")) as { jsonArray: object[] }
  ).jsonArray;
  const padding = "가".repeat(400);
  async function* body(): AsyncGenerator<Uint8Array> {
    const encoder = new TextEncoder();
    yield encoder.encode('{"jsonArray":[');
    for (let at = 0; at < 20_000; at += 1) {
      if (at % 500 === 0) await new Promise(setImmediate);
      yield encoder.encode(
        `${at === 0 ? "" : ","}${JSON.stringify({ ...sample[at % sample.length], padding })}`,
      );
    }
    yield encoder.encode("]}");
  }
  let count = 0;
  let most = 0;
  const before = process.memoryUsage();
  for await (const row of readRows(body(), "json")) {
    if ("value" in row) count += 1;
    if (count % 500 === 0)
      most = Math.max(
        most,
        process.memoryUsage().heapUsed -
          before.heapUsed +
          process.memoryUsage().arrayBuffers -
          before.arrayBuffers,
      );
  }
  assert.equal(count, 20_000);
  assert.ok(most < 100 * 1024 * 1024, `${Math.round(most / 1024 / 1024)} MB`);
});
