import type { Broker } from "../broker/broker.ts";
import type { Fault, Faults } from "../../faults.ts";
import type { Connection, Link, Sender, Session } from "./rhea.ts";

/** One connected client: its connection, what it may attach to, and what is to be given back when it goes. */
export class Peer {
  readonly connection: Connection;
  readonly broker: Broker;
  readonly #faults: Faults;
  readonly #authorized = new Set<string>();
  readonly #closers = new Map<Link, () => void>();
  readonly #replyLinks = new Map<string, Sender>();

  constructor(connection: Connection, broker: Broker, faults: Faults) {
    this.connection = connection;
    this.broker = broker;
    this.#faults = faults;
  }

  /** The faults that hit this operation now. */
  faults(operation: string): Fault[] {
    return this.#faults.list().length === 0 ? [] : this.#faults.take(operation);
  }

  /** A token for an entity was put: `sb://host:port/entity`. */
  authorize(audience: string): void {
    this.#authorized.add(pathOf(audience));
  }

  /** Whether a token was put for the address or for something above it, up to the whole namespace. */
  mayAttach(address: string): boolean {
    const segments = ["", ...pathOf(address).split("/")];
    return segments.some((_, i) => this.#authorized.has(segments.slice(1, segments.length - i).join("/")));
  }

  /** Has `close` called once when the link or the connection ends. */
  onLinkEnd(link: Link, close: () => void): void {
    this.#closers.set(link, close);
  }

  endLink(link: Link): void {
    const close = this.#closers.get(link);
    this.#closers.delete(link);
    close?.();
  }

  /** An AMQP session is gone, and with it the links in it. */
  endSession(session: Session): void {
    for (const link of [...this.#closers.keys()]) if (link.session === session) this.endLink(link);
  }

  /** The connection is gone: nothing of this client stays. */
  end(): void {
    for (const link of [...this.#closers.keys()]) this.endLink(link);
  }

  /** Cuts the connection without a word; what is written already still goes out. */
  cut(): void {
    this.end();
    this.connection.socket.destroySoon();
  }

  /** Remembers where replies for this address go: the client's receiving link of a request pair. */
  addReplyLink(address: string, link: Sender): void {
    this.#replyLinks.set(address, link);
    this.onLinkEnd(link, () => {
      if (this.#replyLinks.get(address) === link) this.#replyLinks.delete(address);
    });
  }

  replyLink(address: string): Sender | undefined {
    return this.#replyLinks.get(address);
  }
}

/** The path of an address, which may be a whole URL; without slashes at the ends and in lower case. */
export const pathOf = (address: string): string =>
  address
    .replace(/^[a-z]+:\/\/[^/]*/i, "")
    .replace(/^\/+|\/+$/g, "")
    .toLowerCase();
