import { amqpErrors } from "./errors.ts";
import type { Peer } from "./peer.ts";
import { decodeMessage, settleAccepted, settleRejected } from "./rhea.ts";
import type { AmqpError, DecodedMessage, Delivery, Receiver, Sender } from "./rhea.ts";

/** Does what one request asks and answers it on `replies`. */
export type RequestHandler = (peer: Peer, request: DecodedMessage, replies: Sender) => void;

const creditWindow = 100;

/** Serves a client's link for requests: `$cbs` or an entity's `$management`. */
export const serveRequests = (peer: Peer, link: Receiver, handle: RequestHandler): void => {
  link.add_credit(creditWindow);
  link.on("message", ({ message, delivery }) => {
    link.add_credit(1);
    const request = tryDecode(message as Buffer);
    if (request === undefined) {
      reject(peer, delivery, amqpErrors.malformed("The request cannot be decoded."));
      return;
    }
    const replies = request.reply_to === undefined ? undefined : peer.replyLink(request.reply_to);
    if (replies === undefined) {
      reject(
        peer,
        delivery,
        amqpErrors.notAllowed("The request's reply-to names no receiver of this connection."),
      );
      return;
    }
    settleAccepted(delivery);
    handle(peer, request, replies);
  });
};

const tryDecode = (bytes: Buffer): DecodedMessage | undefined => {
  try {
    return decodeMessage(bytes);
  } catch {
    // Whatever rhea's decoder throws means the same: these bytes are no message.
    return undefined;
  }
};

const reject = (peer: Peer, delivery: Delivery, error: AmqpError): void => {
  peer.broker.store.afterCommit(() => {
    settleRejected(delivery, error);
  });
};
