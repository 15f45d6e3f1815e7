import { crc32, deflateSync, inflateSync } from "node:zlib";

// A screenshot in 256 colours: a page has few, and the eye misses none. A third of the size, with nothing installed.
// The format: www.w3.org/TR/png-3.

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const truecolour = 2;
const truecolourAlpha = 6;
const indexed = 3;

/** The same picture with at most 256 colours. Throws on a PNG of another kind than browsers write. */
export const smallPng = (png: Buffer): Buffer => {
  const { width, height, colours } = read(png);
  const palette = mostUsed(colours);
  const indexOf = nearestIn(palette);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows[y * (width + 1) + 1 + x] = indexOf(colours[y * width + x] ?? 0);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[9] = indexed;
  const table = Buffer.from(palette.flatMap((colour) => partsOf(colour)));
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("PLTE", table),
    chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
};

const partsOf = (colour: number): [number, number, number] => [
  colour >> 16,
  (colour >> 8) & 255,
  colour & 255,
];

const mostUsed = (colours: Uint32Array): number[] => {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, 256)
    .map(([colour]) => colour);
};

const nearestIn = (palette: readonly number[]): ((colour: number) => number) => {
  const known = new Map(palette.map((colour, index) => [colour, index]));
  return (colour) => {
    const found = known.get(colour);
    if (found !== undefined) return found;
    const [red, green, blue] = partsOf(colour);
    let [best, bestDistance] = [0, Infinity];
    for (const [index, other] of palette.entries()) {
      const [r, g, b] = partsOf(other);
      const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
      if (distance < bestDistance) [best, bestDistance] = [index, distance];
    }
    known.set(colour, best);
    return best;
  };
};

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
};

/** The pixels of a PNG as 0xRRGGBB; screenshots are opaque. */
const read = (png: Buffer): { width: number; height: number; colours: Uint32Array } => {
  if (!png.subarray(0, 8).equals(signature)) throw new Error("This is no PNG.");
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") {
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
    }
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const [depth, kind, interlaced] = [png[24], png[25], png[28]];
  if (depth !== 8 || interlaced !== 0 || (kind !== truecolour && kind !== truecolourAlpha)) {
    throw new Error(`A PNG of kind ${kind ?? "unknown"} with ${depth ?? "unknown"} bits is not read here.`);
  }
  const size = kind === truecolour ? 3 : 4;
  const bytes = unfilter(inflateSync(Buffer.concat(data)), width * size, height, size);
  const colours = new Uint32Array(width * height);
  for (let index = 0; index < colours.length; index += 1) colours[index] = bytes.readUIntBE(index * size, 3);
  return { width, height, colours };
};

/** Each row says how it differs from what is left of it and above it (section 9.2 of the standard). */
const unfilter = (filtered: Buffer, rowBytes: number, height: number, size: number): Buffer => {
  const bytes = Buffer.alloc(rowBytes * height);
  for (let y = 0; y < height; y += 1) {
    const filter = filtered[y * (rowBytes + 1)];
    for (let x = 0; x < rowBytes; x += 1) {
      const at = y * rowBytes + x;
      const left = x < size ? 0 : (bytes[at - size] ?? 0);
      const up = y === 0 ? 0 : (bytes[at - rowBytes] ?? 0);
      const corner = x < size || y === 0 ? 0 : (bytes[at - rowBytes - size] ?? 0);
      bytes[at] = ((filtered[y * (rowBytes + 1) + 1 + x] ?? 0) + predicted(filter, left, up, corner)) & 255;
    }
  }
  return bytes;
};

const predicted = (filter: number | undefined, left: number, up: number, corner: number): number => {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const guess = left + up - corner;
      const [byLeft, byUp, byCorner] = [
        Math.abs(guess - left),
        Math.abs(guess - up),
        Math.abs(guess - corner),
      ];
      if (byLeft <= byUp && byLeft <= byCorner) return left;
      return byUp <= byCorner ? up : corner;
    }
    default:
      return 0;
  }
};
