import { randomUUID } from "node:crypto";
import type { Content } from "../broker/message.ts";
import type { FilterSubject, SystemProperty, Value } from "../filter/subject.ts";
import { describedList, describedMap, encode } from "./encoding.ts";
import { decodeValue, encodeValue } from "./rhea.ts";
import { binaryContent, elements, MalformedMessage, sectionCode, splitSections } from "./sections.ts";
import type { Section } from "./sections.ts";

/** The message format of a batch: data sections, each one encoded message. */
const batchFormat = 0x80013700;

// Where the fields are in the list of the section (AMQP 1.0 part 3, sections 3.2.1 and 3.2.4).
const ttlIndex = 2;
const propertyIndex = {
  messageid: 0,
  to: 2,
  subject: 3,
  replyto: 4,
  correlationid: 5,
  contenttype: 6,
  sessionid: 10,
  replytosessionid: 12,
} as const;

/** The messages of one transfer: of a batch several. Throws MalformedMessage. */
export const readTransfer = (bytes: Buffer, format: number | undefined): Content[] => {
  if (format !== batchFormat) return [readContent(bytes)];
  return splitSections(bytes)
    .filter((section) => section.code === sectionCode.data)
    .map((section) => readContent(binaryContent(section.value)));
};

/**
 * Reads what the bus needs to know of a message, and gives it a message id when it has none. Throws MalformedMessage
 * for anything that could not be read later, when nobody could be told.
 */
export const readContent = (encoded: Buffer): Content => {
  try {
    return read(encoded);
  } catch (error) {
    if (error instanceof MalformedMessage) throw error;
    throw new MalformedMessage(`The message cannot be decoded: ${String(error)}`);
  }
};

const read = (encoded: Buffer): Content => {
  const sections = splitSections(encoded);
  entriesOf(sections, sectionCode.messageAnnotations);
  for (const [, value] of entriesOf(sections, sectionCode.applicationProperties)) decodeValue(value);
  const properties = listOf(sections, sectionCode.properties);
  const givenId = text(properties[propertyIndex.messageid]);
  // The SDK cannot settle a message without an id, and Azure adds one too.
  const messageId = givenId ?? randomUUID().replaceAll("-", "");
  return {
    raw: givenId === undefined ? withMessageId(sections, properties, messageId) : Buffer.from(encoded),
    messageId,
    sessionId: text(properties[propertyIndex.sessionid]),
    ttlMs: numberAt(listOf(sections, sectionCode.header)[ttlIndex]),
    scheduledFor: scheduledTime(sections),
  };
};

/** What the filters of subscriptions see of a message. */
export const filterSubject = (encoded: Buffer, enqueuedAt: number): FilterSubject => {
  const sections = splitSections(encoded);
  const properties = listOf(sections, sectionCode.properties);
  const property = (name: keyof typeof propertyIndex): Value => text(properties[propertyIndex[name]]) ?? null;
  const scheduledFor = scheduledTime(sections);
  const system: Record<SystemProperty, Value> = {
    contenttype: property("contenttype"),
    correlationid: property("correlationid"),
    enqueuedtimeutc: new Date(enqueuedAt),
    label: property("subject"),
    messageid: property("messageid"),
    replyto: property("replyto"),
    replytosessionid: property("replytosessionid"),
    scheduledenqueuetimeutc: scheduledFor === undefined ? null : new Date(scheduledFor),
    sessionid: property("sessionid"),
    subject: property("subject"),
    to: property("to"),
  };
  const user = new Map<string, Value>();
  for (const [key, value] of entriesOf(sections, sectionCode.applicationProperties)) {
    user.set(key.toLowerCase(), filterValue(decodeValue(value)));
  }
  return { system, user };
};

/** The message with these application properties set or replaced; the others keep their types. */
export const withApplicationProperties = (
  encoded: Buffer,
  changes: Readonly<Record<string, unknown>>,
): Buffer => {
  const names = Object.keys(changes);
  if (names.length === 0) return encoded;
  const sections = splitSections(encoded);
  const kept = entriesOf(sections, sectionCode.applicationProperties)
    .filter(([key]) => !names.includes(key))
    .flatMap(([key, value]) => [encode.string(key), value]);
  const added = names.flatMap((name) => [encode.string(name), encodeValue(changes[name])]);
  const section = describedMap(sectionCode.applicationProperties, [...kept, ...added]);
  return assemble(sections, sectionCode.applicationProperties, section);
};

/** The key and the encoded value of every entry of a map section. */
export const entriesOf = (sections: readonly Section[], code: number): [string, Buffer][] => {
  const section = sections.find((candidate) => candidate.code === code);
  if (section === undefined) return [];
  const items = elements(section.value);
  const entries: [string, Buffer][] = [];
  for (let i = 0; i + 1 < items.length; i += 2) {
    const [key, value] = [items[i], items[i + 1]];
    if (key !== undefined && value !== undefined) entries.push([String(decodeValue(key)), value]);
  }
  return entries;
};

/** The elements of a list section; none when the section is absent. */
export const listOf = (sections: readonly Section[], code: number): Buffer[] => {
  const section = sections.find((candidate) => candidate.code === code);
  return section === undefined ? [] : elements(section.value);
};

/** A number that is given as any AMQP number type, or undefined. */
const numberAt = (encoded: Buffer | undefined): number | undefined => {
  const value = encoded === undefined ? undefined : decodeValue(encoded);
  return typeof value === "number" ? value : undefined;
};

const scheduledTime = (sections: readonly Section[]): number | undefined => {
  if (!sections.some((section) => section.code === sectionCode.messageAnnotations)) return undefined;
  const annotations = entriesOf(sections, sectionCode.messageAnnotations);
  const found = annotations.find(([key]) => key === "x-opt-scheduled-enqueue-time");
  const value = found === undefined ? undefined : decodeValue(found[1]);
  return value instanceof Date ? value.getTime() : undefined;
};

const withMessageId = (sections: readonly Section[], properties: Buffer[], messageId: string): Buffer => {
  const section = describedList(sectionCode.properties, [encode.string(messageId), ...properties.slice(1)]);
  return assemble(sections, sectionCode.properties, section);
};

/** The sections with one replaced or put in where the order of codes wants it. */
const assemble = (sections: readonly Section[], code: number, section: Buffer): Buffer =>
  Buffer.concat([
    ...sections.filter((other) => other.code < code).map((other) => other.bytes),
    section,
    ...sections.filter((other) => other.code > code).map((other) => other.bytes),
  ]);

/** A message id may also be a number or a uuid; one text form serves comparison. */
const text = (encoded: Buffer | undefined): string | undefined => {
  const value = encoded === undefined ? undefined : decodeValue(encoded);
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (Buffer.isBuffer(value)) return value.toString("hex");
  throw new MalformedMessage("A property of the message has an unexpected type.");
};

const filterValue = (value: unknown): Value => {
  if (value === null || value instanceof Date) return value;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  // Of the remaining AMQP types only big longs, uuids and binaries are allowed here.
  return Buffer.isBuffer(value) ? value.toString("hex") : null;
};
