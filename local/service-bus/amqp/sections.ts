/** The section codes of an AMQP message (AMQP 1.0 part 3, section 3.2). */
export const sectionCode = {
  header: 0x70,
  deliveryAnnotations: 0x71,
  messageAnnotations: 0x72,
  properties: 0x73,
  applicationProperties: 0x74,
  data: 0x75,
  footer: 0x78,
} as const;

/** One section of an encoded message: `bytes` is all of it, `value` is its value with the type code. */
export type Section = { code: number; bytes: Buffer; value: Buffer };

/** An encoded message that cannot be read. */
export class MalformedMessage extends Error {}

/**
 * Cuts an encoded message into its sections without decoding them, so that what the bus does not change reaches the
 * receiver byte for byte (decoding and encoding again would lose types) and the body costs nothing.
 */
export const splitSections = (message: Buffer): Section[] => {
  const sections: Section[] = [];
  try {
    for (let at = 0; at < message.length;) {
      if (message[at] !== 0) throw new MalformedMessage(`No section starts at byte ${at}.`);
      const valueAt = skipValue(message, at + 1);
      const end = skipValue(message, valueAt);
      if (end > message.length) throw new MalformedMessage("The last section is cut off.");
      const code = descriptorCode(message, at + 1);
      sections.push({ code, bytes: message.subarray(at, end), value: message.subarray(valueAt, end) });
      at = end;
    }
  } catch (error) {
    if (error instanceof RangeError) throw new MalformedMessage("The message is cut off.");
    throw error;
  }
  return sections;
};

const descriptorCode = (message: Buffer, at: number): number => {
  switch (message[at]) {
    case 0x53:
      return message.readUInt8(at + 1);
    case 0x80:
      return Number(message.readBigUInt64BE(at + 1));
    default:
      throw new MalformedMessage("A section's descriptor must be a ulong.");
  }
};

const fixedWidths = [0, 1, 2, 4, 8, 16];

/** The offset behind the value whose type code is at `at`; the top four bits of a type code tell how it is laid out. */
const skipValue = (buffer: Buffer, at: number): number => {
  const code = buffer.readUInt8(at);
  const layout = code >> 4;
  if (code === 0) return skipValue(buffer, skipValue(buffer, at + 1));
  if (layout >= 0x4 && layout <= 0x9) return at + 1 + (fixedWidths[layout - 4] ?? 0);
  if (layout === 0xa || layout === 0xc || layout === 0xe) return at + 2 + buffer.readUInt8(at + 1);
  if (layout === 0xb || layout === 0xd || layout === 0xf) return at + 5 + buffer.readUInt32BE(at + 1);
  throw new MalformedMessage(`Unknown AMQP type code 0x${code.toString(16)}.`);
};

/** The elements of an encoded list or map, each with its type code. */
export const elements = (value: Buffer): Buffer[] => {
  const code = value.readUInt8(0);
  if (code === 0x45) return [];
  const wide = code === 0xd0 || code === 0xd1;
  if (!wide && code !== 0xc0 && code !== 0xc1) throw new MalformedMessage("Expected a list or a map.");
  const count = wide ? value.readUInt32BE(5) : value.readUInt8(2);
  const found: Buffer[] = [];
  for (let at = wide ? 9 : 3; found.length < count;) {
    const end = skipValue(value, at);
    if (end > value.length) throw new MalformedMessage("A list or map is cut off.");
    found.push(value.subarray(at, end));
    at = end;
  }
  return found;
};

/** The bytes of an encoded binary. */
export const binaryContent = (value: Buffer): Buffer => {
  const code = value.readUInt8(0);
  if (code === 0xa0) return value.subarray(2);
  if (code === 0xb0) return value.subarray(5);
  throw new MalformedMessage("Expected binary data.");
};
