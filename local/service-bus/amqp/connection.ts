import type { Broker } from "../broker/broker.ts";
import type { Entity } from "../broker/entity.ts";
import type { Faults } from "../../faults.ts";
import { cbsAddress, servePutToken } from "./cbs.ts";
import { amqpErrors } from "./errors.ts";
import { managementNode, serveManagement } from "./management.ts";
import { pathOf, Peer } from "./peer.ts";
import { ReceiveLink } from "./receive-link.ts";
import { serveRequests } from "./requests.ts";
import { answerWithheld, openWithheld, withholdAttach } from "./rhea.ts";
import type { AmqpError, Connection, Link, Receiver, Sender } from "./rhea.ts";
import { serveSendLink } from "./send-link.ts";
import { sessionFilter, SessionLink } from "./session-link.ts";

/** Serves one AMQP connection: decides for each link that the client attaches what serves it, or refuses it. */
export const serveConnection = (connection: Connection, broker: Broker, faults: Faults): Peer => {
  const peer = new Peer(connection, broker, faults);
  connection.on("sender_open", ({ sender }) => {
    attach(peer, sender, () => attachClientReceiver(peer, sender));
  });
  connection.on("receiver_open", ({ receiver }) => {
    attach(peer, receiver, () => attachClientSender(peer, receiver));
  });
  for (const event of ["sender_close", "receiver_close"]) {
    connection.on(event, (context) => {
      const link = event === "sender_close" ? context.sender : context.receiver;
      peer.endLink(link);
      answerWithheld(link);
    });
  }
  for (const event of ["session_close", "connection_close", "disconnected"]) {
    connection.on(event, (context) => {
      if (event === "session_close") peer.endSession(context.session);
      else peer.end();
    });
  }
  return peer;
};

/** Lets a link in, under the fault switches; `decide` answers why not. */
const attach = (peer: Peer, link: Link, decide: () => AmqpError | undefined): void => {
  let waitMs = 0;
  let refusal: AmqpError | undefined;
  let cut = false;
  for (const fault of isRequestAddress(link) ? [] : peer.faults("attach")) {
    if (fault.kind === "refuse") {
      peer.cut();
      return;
    }
    if (fault.kind === "status") refusal = amqpErrors.serverBusy();
    if (fault.kind === "delay" || fault.kind === "reorder") waitMs += fault.ms ?? 0;
    if (fault.kind === "drop") cut = true;
  }
  const act = (): void => {
    openWithheld(link);
    const error = refusal ?? decide();
    // The terminus that the answer lacks says that the link is refused; the reason comes with the detach.
    if (error !== undefined) link.close(error);
    if (cut) setImmediate(peer.cut.bind(peer));
  };
  if (waitMs === 0) act();
  else {
    withholdAttach(link);
    peer.broker.delays.after(waitMs, act);
  }
};

/** Links of `$cbs` carry no entity's traffic: faults of "attach" leave them alone. */
const isRequestAddress = (link: Link): boolean =>
  pathOf(link.source?.address ?? "") === cbsAddress || pathOf(link.target?.address ?? "") === cbsAddress;

const attachClientSender = (peer: Peer, link: Receiver): AmqpError | undefined => {
  const address = link.target?.address;
  if (typeof address !== "string") return amqpErrors.notSupported("Transactions and dynamic addresses are");
  const path = pathOf(address);
  if (path === cbsAddress) {
    confirm(link, address);
    serveRequests(peer, link, servePutToken);
    return undefined;
  }
  if (!peer.mayAttach(path)) return amqpErrors.unauthorized(address);
  const managed = managedEntity(peer, path);
  if (managed !== undefined) {
    confirm(link, address);
    serveRequests(peer, link, (_, request, replies) => {
      serveManagement(peer, managed, request, replies);
    });
    return undefined;
  }
  const entity = peer.broker.find(path);
  if (entity === undefined) return amqpErrors.notFound(address);
  if (entity.kind !== "queue" && entity.kind !== "topic") {
    return amqpErrors.notAllowed(`Messages cannot be sent to ${entity.path}: send to its queue or topic.`);
  }
  confirm(link, address);
  serveSendLink(peer, link, entity);
  return undefined;
};

const attachClientReceiver = (peer: Peer, link: Sender): AmqpError | undefined => {
  const address = link.source?.address;
  if (typeof address !== "string") return amqpErrors.notSupported("Dynamic addresses are");
  const path = pathOf(address);
  if (path === cbsAddress || managedEntity(peer, path) !== undefined) {
    if (path !== cbsAddress && !peer.mayAttach(path)) return amqpErrors.unauthorized(address);
    confirm(link, address);
    // $cbs requests name the link, $management requests its target.
    for (const replyTo of new Set([link.name, link.target?.address ?? link.name])) {
      peer.addReplyLink(replyTo, link);
    }
    return undefined;
  }
  if (!peer.mayAttach(path)) return amqpErrors.unauthorized(address);
  if (path.endsWith("/$transfer/$deadletterqueue")) {
    return amqpErrors.notSupported("The transfer dead-letter queue is");
  }
  const entity = peer.broker.find(path);
  if (entity === undefined) return amqpErrors.notFound(address);
  return attachReceiver(peer, link, entity, address);
};

const attachReceiver = (peer: Peer, link: Sender, entity: Entity, address: string): AmqpError | undefined => {
  if (entity.kind === "topic") {
    return amqpErrors.notAllowed(
      `Messages cannot be received from the topic ${entity.path}: it has subscriptions.`,
    );
  }
  if (entity.kind !== "deadLetters" && entity.forwardTo !== undefined) {
    return amqpErrors.notAllowed(
      `Messages cannot be received from ${entity.path}: it forwards to ${entity.forwardTo}.`,
    );
  }
  const filter = link.source?.filter ?? {};
  const wantsSession = sessionFilter in filter;
  if (wantsSession !== entity.queue.settings.sessions) {
    return amqpErrors.notAllowed(
      wantsSession
        ? `${entity.path} does not support sessions: it is to be received from without one.`
        : `It is not possible for an entity that requires sessions, ${entity.path}, to create a non-sessionful message receiver.`,
    );
  }
  confirm(link, address);
  if (wantsSession) {
    const wanted = filter[sessionFilter];
    new SessionLink(peer, link, entity.queue, address).request(
      typeof wanted === "string" ? wanted : undefined,
    );
  } else new ReceiveLink(peer, link, entity.queue).join();
  return undefined;
};

const managedEntity = (peer: Peer, path: string): Entity | undefined => {
  const suffix = `/${managementNode}`;
  return path.endsWith(suffix) ? peer.broker.find(path.slice(0, -suffix.length)) : undefined;
};

/** Answers an attach with what was asked for. */
const confirm = (link: Link, address: string): void => {
  link.local.attach.snd_settle_mode = link.snd_settle_mode ?? 2;
  link.local.attach.rcv_settle_mode = link.rcv_settle_mode ?? 0;
  link.set_source({ address: link.source?.address ?? address });
  link.set_target({ address: link.target?.address ?? address });
};
