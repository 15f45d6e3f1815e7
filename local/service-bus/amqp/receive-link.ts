import type { Consumer, Handover } from "../broker/lane.ts";
import type { MessageQueue } from "../broker/queue.ts";
import type { Settlement } from "../broker/queue-parts.ts";
import { amqpErrors } from "./errors.ts";
import { encodeForReceiver } from "./outgoing.ts";
import type { Peer } from "./peer.ts";
import { answerDrain, settleAccepted, settleRejected } from "./rhea.ts";
import type { AmqpError, Delivery, RemoteState, Sender } from "./rhea.ts";

/** Serves a client's receiver: delivers as far as it gives credit, and settles what it decides. */
export class ReceiveLink implements Consumer {
  readonly mode: Consumer["mode"];
  protected readonly peer: Peer;
  protected readonly link: Sender;
  protected readonly queue: MessageQueue;
  protected ended = false;
  // What the receiver was given and what rhea has written of it: credit drops only as rhea writes.
  #given = 0;
  #drained = 0;

  constructor(peer: Peer, link: Sender, queue: MessageQueue) {
    this.peer = peer;
    this.link = link;
    this.queue = queue;
    this.mode = link.snd_settle_mode === 1 ? "receiveAndDelete" : "peekLock";
    this.#answerDrain();
    link.on("sender_flow", () => {
      this.pump();
      // Asked to drain: what is left of the credit goes back, behind what is on its way.
      if (link._draining) peer.broker.store.afterCommit(answerDrain.bind(undefined, link));
    });
    link.on("accepted", ({ delivery }) => {
      this.#settle(delivery, { kind: "complete", changes: {} });
    });
    link.on("released", ({ delivery }) => {
      this.#settle(delivery, { kind: "release", changes: {} });
    });
    link.on("modified", ({ delivery }) => {
      this.#settle(delivery, fromModified(delivery.remote_state));
    });
    link.on("rejected", ({ delivery }) => {
      this.#settle(delivery, fromRejected(delivery.remote_state));
    });
    peer.onLinkEnd(link, () => {
      this.ended = true;
      this.leave();
    });
  }

  /** Starts to take messages. */
  join(): void {
    this.queue.join(this);
  }

  hasRoom(): boolean {
    return !this.ended && this.#room() > 0 && this.link.session.outgoing.available() > 0;
  }

  deliver({ message, raw, token, lockedUntil }: Handover): void {
    this.#given += 1;
    if (token !== undefined) {
      this.link.send(encodeForReceiver(message, raw, lockedUntil), Buffer.from(token, "hex"), 0);
      return;
    }
    // At most once: the message goes out only when its deletion is stored.
    this.peer.broker.store.afterCommit(() => {
      if (!this.ended) this.link.send(encodeForReceiver(message, raw), undefined, 0);
    });
  }

  refuse(): void {
    this.peer.endLink(this.link);
    this.link.close(amqpErrors.serverBusy());
  }

  cut(): void {
    this.peer.cut();
  }

  protected pump(): void {
    this.queue.pump();
  }

  protected leave(): void {
    this.queue.leave(this);
  }

  protected lockLost(): AmqpError {
    return amqpErrors.messageLockLost();
  }

  #room(): number {
    return this.link.credit - this.#queued();
  }

  #queued(): number {
    return this.#given - (this.link.delivery_count - this.#drained);
  }

  /** Stock rhea answers without drain when a transfer has crossed the request, and the client then closes the link. */
  #answerDrain(): void {
    const { link } = this;
    link._get_drain = () => {
      if (!link._draining) return false;
      const rest = Math.max(link.credit - this.#queued(), 0);
      link.credit -= rest;
      link.delivery_count += rest;
      this.#drained += rest;
      return true;
    };
  }

  #settle(delivery: Delivery, settlement: Settlement): void {
    let waitMs = 0;
    let answer = true;
    for (const fault of this.peer.faults("settle")) {
      if (fault.kind === "refuse") {
        this.peer.cut();
        return;
      }
      if (fault.kind === "status") {
        this.peer.broker.store.afterCommit(() => {
          settleRejected(delivery, amqpErrors.serverBusy());
        });
        return;
      }
      if (fault.kind === "delay" || fault.kind === "reorder") waitMs += fault.ms ?? 0;
      if (fault.kind === "drop") answer = false;
    }
    const act = (): void => {
      const result = this.queue.settle(delivery.tag.toString("hex"), settlement);
      this.peer.broker.store.afterCommit(() => {
        if (!answer) this.peer.cut();
        else if (result === "done") settleAccepted(delivery);
        else if (result === "lost") settleRejected(delivery, this.lockLost());
        else settleRejected(delivery, amqpErrors.notAllowed("A dead letter cannot be dead-lettered again."));
      });
    };
    if (waitMs > 0) this.peer.broker.delays.after(waitMs, act);
    else act();
  }
}

const fromModified = (state: RemoteState | undefined): Settlement => ({
  kind: state?.undeliverable_here === true ? "defer" : "abandon",
  changes: state?.message_annotations ?? {},
});

/** Any rejection dead-letters; the SDKs give reason and description among the error's info. */
const fromRejected = (state: RemoteState | undefined): Settlement => {
  const { condition, description, info } = state?.error ?? {};
  if (condition === undefined || condition === "com.microsoft:dead-letter") {
    return { kind: "deadLetter", changes: info ?? {} };
  }
  return {
    kind: "deadLetter",
    changes: { DeadLetterReason: condition, DeadLetterErrorDescription: description ?? "", ...info },
  };
};
