import type { MessageQueue } from "../broker/queue.ts";
import type { SessionHolder } from "../broker/sessions.ts";
import { amqpErrors } from "./errors.ts";
import type { Peer } from "./peer.ts";
import { ReceiveLink } from "./receive-link.ts";
import { amqpTypes, openWithheld, withholdAttach } from "./rhea.ts";
import type { AmqpError, Sender } from "./rhea.ts";

/** The filter that asks for a session by its id, or with null for the next free one. */
export const sessionFilter = "com.microsoft:session-filter";

const timeoutProperty = "com.microsoft:timeout";
const defaultTimeoutMs = 60_000;

/** Serves a client's session receiver: the link is attached once it has a session, and ends with the session's lock. */
export class SessionLink extends ReceiveLink implements SessionHolder {
  readonly #address: string;
  #sessionId: string | undefined;
  #held = false;
  #timeout: NodeJS.Timeout | undefined;

  constructor(peer: Peer, link: Sender, queue: MessageQueue, address: string) {
    super(peer, link, queue);
    this.#address = address;
    withholdAttach(link);
  }

  /** Takes the session with this id, or waits for the next one as long as the client says. */
  request(sessionId: string | undefined): void {
    if (sessionId === undefined) {
      const waitMs = this.link.properties?.[timeoutProperty];
      this.#timeout = setTimeout(
        () => {
          this.#refuseWith(amqpErrors.noSession());
        },
        typeof waitMs === "number" ? waitMs : defaultTimeoutMs,
      );
      this.queue.sessions.acceptNext(this);
    } else if (!this.queue.sessions.accept(sessionId, this)) {
      this.#refuseWith(amqpErrors.sessionBusy(sessionId));
    }
  }

  granted(sessionId: string, lockedUntil: number): void {
    clearTimeout(this.#timeout);
    this.#sessionId = sessionId;
    this.#held = true;
    this.link.set_source({ address: this.#address, filter: { [sessionFilter]: sessionId } });
    this.link.local.attach.properties = {
      "com.microsoft:locked-until-utc": amqpTypes.wrap_long(dotNetTicks(lockedUntil)),
    };
    openWithheld(this.link);
  }

  lost(): void {
    this.#held = false;
    this.peer.endLink(this.link);
    this.link.close(this.lockLost());
  }

  protected override pump(): void {
    if (this.#held) this.queue.pump(this.queue.sessions.lane(this.#sessionId ?? ""));
  }

  protected override leave(): void {
    clearTimeout(this.#timeout);
    this.queue.sessions.stopWaiting(this);
    if (this.#held) this.queue.sessions.release(this.#sessionId ?? "", "closed");
  }

  protected override lockLost(): AmqpError {
    return amqpErrors.sessionLockLost(this.#sessionId ?? "");
  }

  #refuseWith(error: AmqpError): void {
    this.peer.endLink(this.link);
    openWithheld(this.link);
    this.link.close(error);
  }
}

/** .NET's time: 100 ns since the year 1, more than a number holds exactly. */
const dotNetTicks = (ms: number): Buffer => {
  const ticks = Buffer.alloc(8);
  ticks.writeBigInt64BE(BigInt(ms) * 10_000n + 621_355_968_000_000_000n);
  return ticks;
};
