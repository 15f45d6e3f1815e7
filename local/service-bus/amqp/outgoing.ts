import { messageState } from "../broker/message.ts";
import type { StoredMessage } from "../broker/message.ts";
import { entriesOf, listOf } from "./content.ts";
import { describedList, describedMap, encode } from "./encoding.ts";
import { sectionCode, splitSections } from "./sections.ts";

const key = {
  enqueuedTime: encode.symbol("x-opt-enqueued-time"),
  sequenceNumber: encode.symbol("x-opt-sequence-number"),
  enqueueSequenceNumber: encode.symbol("x-opt-enqueue-sequence-number"),
  lockedUntil: encode.symbol("x-opt-locked-until"),
  messageState: encode.symbol("x-opt-message-state"),
  deadLetterSource: encode.symbol("x-opt-deadletter-source"),
};

// Only the bus says these; a message that is sent on with them must not keep the old values.
const setByBus = new Set([
  "x-opt-enqueued-time",
  "x-opt-sequence-number",
  "x-opt-enqueue-sequence-number",
  "x-opt-locked-until",
  "x-opt-message-state",
  "x-opt-deadletter-source",
]);

/** The message as a receiver gets it: the sender's sections with the bus's header fields and annotations. */
export const encodeForReceiver = (message: StoredMessage, raw: Buffer, lockedUntil?: number): Buffer => {
  const sections = splitSections(raw);
  const [durable, priority, ttl] = listOf(sections, sectionCode.header);
  const header = describedList(sectionCode.header, [
    durable ?? encode.boolean(false),
    priority ?? encode.ubyte(4),
    ttl ?? encode.null(),
    encode.boolean(false),
    encode.uint(message.deliveryCount),
  ]);
  const annotations = [
    key.enqueuedTime,
    encode.timestamp(message.enqueuedAt),
    key.sequenceNumber,
    encode.long(message.seq),
    key.enqueueSequenceNumber,
    encode.long(message.enqueuedSeq),
  ];
  if (lockedUntil !== undefined) annotations.push(key.lockedUntil, encode.timestamp(lockedUntil));
  if (message.state !== messageState.active) annotations.push(key.messageState, encode.int(message.state));
  if (message.deadLetterSource !== undefined) {
    annotations.push(key.deadLetterSource, encode.string(message.deadLetterSource));
  }
  for (const [name, value] of entriesOf(sections, sectionCode.messageAnnotations)) {
    if (!setByBus.has(name)) annotations.push(encode.symbol(name), value);
  }
  return Buffer.concat([
    header,
    describedMap(sectionCode.messageAnnotations, annotations),
    ...sections.filter(({ code }) => code >= sectionCode.properties).map(({ bytes }) => bytes),
  ]);
};
