import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync, inflateSync } from "node:zlib";
import { smallPng } from "../../tools/pages/small-png.ts";

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

const chunk = (type: string, data: readonly number[] | Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  // The checksum is not looked at: the picture comes from the browser beside us.
  return Buffer.concat([length, Buffer.from(type), Buffer.from(data), Buffer.alloc(4)]);
};

/** Two pixels by three, RGB; each row begins with its filter. */
const picture = (rows: readonly number[][], kind = 2): Buffer =>
  Buffer.concat([
    Buffer.from(signature),
    chunk("IHDR", [0, 0, 0, 2, 0, 0, 0, rows.length, 8, kind, 0, 0, 0]),
    chunk("IDAT", deflateSync(Buffer.from(rows.flat()))),
    chunk("IEND", []),
  ]);

/** The colours of an indexed PNG, row by row. */
const coloursOf = (png: Buffer): number[][] => {
  const find = (type: string): Buffer => {
    const at = png.indexOf(type, 0, "latin1");
    return png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4));
  };
  const palette = find("PLTE");
  const rows = inflateSync(find("IDAT"));
  return [0, 1, 2].map((y) => [0, 1].map((x) => palette.readUIntBE((rows[y * 3 + 1 + x] ?? 0) * 3, 3)));
};

test("a picture of few colours keeps every one of them, by whatever filter its rows are written", () => {
  // Every row is the pixels 0x102030 and 0x405060: as they are, from the left, and by Paeth from above.
  const rows = [
    [0, 0x10, 0x20, 0x30, 0x40, 0x50, 0x60],
    [1, 0x10, 0x20, 0x30, 0x30, 0x30, 0x30],
    [4, 0, 0, 0, 0, 0, 0],
  ];
  const small = smallPng(picture(rows));
  assert.deepEqual(
    coloursOf(small),
    Array.from({ length: 3 }, () => [0x102030, 0x405060]),
  );
});

test("what is no PNG of a browser is refused", () => {
  assert.throws(() => smallPng(Buffer.from("GIF89a")), /no PNG/);
  assert.throws(() => smallPng(picture([[0, 0, 0]], 0)), /kind 0/);
});
