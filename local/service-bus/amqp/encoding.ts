/** Encoders for the few AMQP values that the bus itself adds to messages; each gives the type code and the value. */
export const encode = {
  null: (): Buffer => Buffer.of(0x40),
  boolean: (value: boolean): Buffer => Buffer.of(value ? 0x41 : 0x42),
  ubyte: (value: number): Buffer => Buffer.of(0x50, value),
  uint: (value: number): Buffer => {
    const buffer = Buffer.allocUnsafe(5);
    buffer[0] = 0x70;
    buffer.writeUInt32BE(value, 1);
    return buffer;
  },
  int: (value: number): Buffer => {
    const buffer = Buffer.allocUnsafe(5);
    buffer[0] = 0x71;
    buffer.writeInt32BE(value, 1);
    return buffer;
  },
  long: (value: number): Buffer => eightBytes(0x81, value),
  timestamp: (value: number): Buffer => eightBytes(0x83, value),
  string: (value: string): Buffer => sized(0xa1, 0xb1, Buffer.from(value, "utf8")),
  symbol: (value: string): Buffer => sized(0xa3, 0xb3, Buffer.from(value, "ascii")),
};

/** A described list, such as a message's header or properties. */
export const describedList = (code: number, items: readonly Buffer[]): Buffer => compound(code, 0xd0, items);

/** A described map, such as a message's annotations; `entries` alternates keys and values. */
export const describedMap = (code: number, entries: readonly Buffer[]): Buffer =>
  compound(code, 0xd1, entries);

const compound = (descriptor: number, typeCode: number, items: readonly Buffer[]): Buffer => {
  const size = items.reduce((sum, item) => sum + item.length, 0);
  const head = Buffer.allocUnsafe(12);
  head[0] = 0;
  head[1] = 0x53;
  head[2] = descriptor;
  head[3] = typeCode;
  head.writeUInt32BE(size + 4, 4);
  head.writeUInt32BE(items.length, 8);
  return Buffer.concat([head, ...items], size + 12);
};

const eightBytes = (typeCode: number, value: number): Buffer => {
  const buffer = Buffer.allocUnsafe(9);
  buffer[0] = typeCode;
  buffer.writeBigInt64BE(BigInt(Math.trunc(value)), 1);
  return buffer;
};

const sized = (short: number, long: number, content: Buffer): Buffer => {
  const head = Buffer.alloc(content.length > 255 ? 5 : 2, content.length > 255 ? long : short);
  if (content.length > 255) head.writeUInt32BE(content.length, 1);
  else head[1] = content.length;
  return Buffer.concat([head, content]);
};
