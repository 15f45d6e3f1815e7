import { NotAllowed } from "../broker/entity.ts";
import type { Target } from "../broker/entity.ts";
import type { Content } from "../broker/message.ts";
import { readTransfer } from "./content.ts";
import { amqpErrors } from "./errors.ts";
import type { Peer } from "./peer.ts";
import { settleAccepted, settleRejected } from "./rhea.ts";
import type { AmqpError, Delivery, Receiver } from "./rhea.ts";
import { MalformedMessage } from "./sections.ts";

/** The largest message and batch, as in Azure's standard tier. */
export const maxMessageBytes = 256 * 1024;
const creditWindow = 1000;

/** Serves a client's sender: takes each transfer, stores it and then accepts it. */
export const serveSendLink = (peer: Peer, link: Receiver, target: Target): void => {
  link.local.attach.max_message_size = maxMessageBytes;
  link.add_credit(creditWindow);
  link.on("message", ({ delivery, message }) => {
    if (link.credit < creditWindow / 2) link.add_credit(creditWindow - link.credit);
    takeTransfer(peer, target, delivery, message as Buffer);
  });
};

const takeTransfer = (peer: Peer, target: Target, delivery: Delivery, bytes: Buffer): void => {
  let waitMs = 0;
  let copies = 1;
  let answer = true;
  for (const fault of peer.faults("send")) {
    if (fault.kind === "refuse") {
      peer.cut();
      return;
    }
    if (fault.kind === "status") {
      peer.broker.store.afterCommit(() => {
        settleRejected(delivery, amqpErrors.serverBusy());
      });
      return;
    }
    if (fault.kind === "delay" || fault.kind === "reorder") waitMs += fault.ms ?? 0;
    if (fault.kind === "duplicate") copies = 2;
    if (fault.kind === "drop") answer = false;
  }
  const store = (): void => {
    storeTransfer(peer, target, delivery, bytes, copies, answer);
  };
  if (waitMs > 0) peer.broker.delays.after(waitMs, store);
  else store();
};

const storeTransfer = (
  peer: Peer,
  target: Target,
  delivery: Delivery,
  bytes: Buffer,
  copies: number,
  answer: boolean,
): void => {
  const refusal = trySend(peer, target, delivery, bytes, copies);
  peer.broker.store.afterCommit(() => {
    if (!answer) peer.cut();
    else if (refusal === undefined) settleAccepted(delivery);
    else settleRejected(delivery, refusal);
  });
};

const trySend = (
  peer: Peer,
  target: Target,
  delivery: Delivery,
  bytes: Buffer,
  copies: number,
): AmqpError | undefined => {
  if (bytes.length > maxMessageBytes) return amqpErrors.tooLarge(bytes.length, maxMessageBytes);
  try {
    const contents: Content[] = readTransfer(bytes, delivery.format);
    for (let copy = 0; copy < copies; copy += 1) peer.broker.send(target, contents);
    return undefined;
  } catch (error) {
    if (error instanceof NotAllowed) return amqpErrors.notAllowed(error.message);
    if (error instanceof MalformedMessage) return amqpErrors.malformed(error.message);
    throw error;
  }
};
