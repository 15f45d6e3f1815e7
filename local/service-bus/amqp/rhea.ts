import type { Socket } from "node:net";
import rhea from "rhea";

/*
 * rhea's own typings are `any` at most places and leave out what a server needs. These types describe what the bus
 * uses of rhea 3.0.5, internals included; this file is the only one that knows rhea's inside.
 */

/** An AMQP error as sent to the peer. */
export type AmqpError = { condition: string; description: string };

/** A delivery's outcome as the peer gave it. */
export type RemoteState = {
  undeliverable_here?: boolean;
  message_annotations?: Record<string, unknown>;
  error?: { condition?: string; description?: string; info?: Record<string, unknown> };
};

/** A message on a link, in either direction. */
export type Delivery = {
  readonly id: number;
  readonly tag: Buffer;
  readonly link: Link;
  readonly format: number | undefined;
  readonly remote_state?: RemoteState;
  remote_settled: boolean;
  settled: boolean;
  update(settled: boolean, state: unknown): void;
};

/** Source or target of a link. */
type Terminus = { address?: string | null; filter?: Record<string, unknown> | null };

type Attach = {
  snd_settle_mode: number;
  rcv_settle_mode: number;
  max_message_size: number;
  source: unknown;
  target: unknown;
  properties: Record<string, unknown>;
};

type Emitter = { on(event: string, listener: (context: Context) => void): void };

/** What both ends of a link have. */
export type Link = Emitter & {
  readonly name: string;
  readonly session: Session;
  readonly connection: Connection;
  readonly source: Terminus | null | undefined;
  readonly target: Terminus | null | undefined;
  readonly snd_settle_mode: number | undefined;
  readonly rcv_settle_mode: number | undefined;
  readonly properties: Record<string, unknown> | undefined;
  readonly state: { local_open: boolean; open_requests: number };
  readonly local: { attach: Attach };
  credit: number;
  delivery_count: number;
  set_source(fields: Terminus): void;
  set_target(fields: Terminus): void;
  open(): void;
  close(error?: AmqpError): void;
  is_open(): boolean;
};

/** The bus sends on it: the client's receiver. */
export type Sender = Link & {
  _draining: boolean;
  _get_drain(): boolean;
  send(message: unknown, tag?: Buffer, format?: number): Delivery;
  set_drained(drained: boolean): void;
};

/** The bus receives on it: the client's sender. */
export type Receiver = Link & { add_credit(credit: number): void };

/** An AMQP session. */
export type Session = {
  readonly outgoing: { available(): number };
  on_transfer(frame: { performative: { message_format?: number | null } }): void;
};

/** An AMQP connection. */
export type Connection = Emitter & {
  readonly socket: Socket;
  accept(socket: Socket): Connection;
  close(error?: AmqpError): void;
  eof(): void;
  _register(): void;
  _process(): void;
};

/** What rhea hands to a listener. */
type Context = {
  connection: Connection;
  session: Session;
  sender: Sender;
  receiver: Receiver;
  delivery: Delivery;
  message: unknown;
  error?: unknown;
};

type Typed = { readonly descriptor?: unknown };

type Rhea = {
  create_container(options: Record<string, unknown>): Emitter & {
    create_connection(options: Record<string, unknown>): Connection;
  };
  message: {
    accepted(): { described(): unknown };
    rejected(fields: { error: AmqpError }): { described(): unknown };
    decode(buffer: Buffer): DecodedMessage;
  };
  types: {
    Reader: new (buffer: Buffer) => { read(): Typed };
    Writer: new () => { write(value: Typed): void; toBuffer(): Buffer };
    unwrap(value: unknown): unknown;
    wrap(value: unknown): Typed;
    wrap_int(value: number): Typed;
    wrap_long(value: number | Buffer): Typed;
    wrap_timestamp(value: number): Typed;
    wrap_uuid(value: Buffer): Typed;
    wrap_array(values: readonly unknown[], typeCode: number): Typed;
    wrap_described(value: unknown, descriptor: number): Typed;
  };
};

/** A decoded request to `$cbs` or `$management`. */
export type DecodedMessage = {
  message_id?: unknown;
  reply_to?: string;
  body?: unknown;
  application_properties?: Record<string, unknown>;
};

const library = rhea as unknown as Rhea;

/** rhea's encoders and decoders of AMQP types. */
export const amqpTypes = library.types;

/** Decodes a whole message. */
export const decodeMessage = (bytes: Buffer): DecodedMessage => library.message.decode(bytes);

/** Decodes one encoded value to plain JavaScript. */
export const decodeValue = (bytes: Buffer): unknown => amqpTypes.unwrap(new amqpTypes.Reader(bytes).read());

/** Encodes one plain JavaScript value. */
export const encodeValue = (value: unknown): Buffer => {
  const writer = new amqpTypes.Writer();
  writer.write(amqpTypes.wrap(value));
  return writer.toBuffer();
};

/** A container for the server side of connections. */
export const createContainer = (): ReturnType<Rhea["create_container"]> =>
  library.create_container({
    id: "local-service-bus",
    autoaccept: false,
    credit_window: 0,
    treat_modified_as_released: false,
    tcp_no_delay: true,
    idle_time_out: 240_000,
    reconnect: false,
  });

// Any format but 0, which rhea would decode.
const undecodedFormat = 1;

/** Makes a session hand over messages as bytes; a batch keeps its own format. */
export const keepMessagesEncoded = (session: Session): void => {
  const onTransfer = session.on_transfer.bind(session);
  session.on_transfer = (frame) => {
    frame.performative.message_format ||= undecodedFormat;
    onTransfer(frame);
  };
};

const withheld = new WeakSet<Link>();

/** Takes back the attach that rhea has queued as the answer, until `openWithheld`. */
export const withholdAttach = (link: Link): void => {
  if (withheld.has(link) || !link.state.local_open) return;
  withheld.add(link);
  link.state.local_open = false;
  link.state.open_requests -= 1;
};

/** Answers the attach now; does nothing unless it was withheld. */
export const openWithheld = (link: Link): void => {
  if (withheld.delete(link)) link.open();
};

/** A link that its client gives up before it was attached: rhea would leave the client without any answer. */
export const answerWithheld = (link: Link): void => {
  if (!withheld.has(link)) return;
  openWithheld(link);
  link.close();
};

/** Answers a receiver that asked to drain, behind the deliveries that are on their way. */
export const answerDrain = (link: Sender): void => {
  if (!link.is_open()) return;
  link.set_drained(true);
  link.connection._register();
};

/** Settles a delivery, in either direction, as accepted. */
export const settleAccepted = (delivery: Delivery): void => {
  delivery.update(true, library.message.accepted().described());
  // rhea frees a delivery only when both sides are settled, and a client that waits for this answer sends no more.
  delivery.remote_settled = true;
};

/**
 * Settles a delivery as rejected. Not to be called from a rhea event: it lets rhea write before and after, as rhea
 * 3.0.5 writes the second of two neighbouring deliveries with the state of the first, whatever its own is.
 */
export const settleRejected = (delivery: Delivery, error: AmqpError): void => {
  const { connection } = delivery.link;
  connection._process();
  delivery.update(true, library.message.rejected({ error }).described());
  delivery.remote_settled = true;
  connection._process();
};
