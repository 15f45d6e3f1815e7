import { NotAllowed } from "../broker/entity.ts";
import type { Entity } from "../broker/entity.ts";
import { SqlFilterError } from "../filter/lexer.ts";
import { amqpErrors } from "./errors.ts";
import { managementOperations } from "./management-operations.ts";
import type { Peer } from "./peer.ts";
import { ManagementError, RequestBody } from "./management-request.ts";
import { sendReply } from "./reply.ts";
import { amqpTypes } from "./rhea.ts";
import type { DecodedMessage, Sender } from "./rhea.ts";
import { MalformedMessage } from "./sections.ts";

/** Below an entity's address: where it is asked for what is neither sending nor receiving. */
export const managementNode = "$management";

const prefix = "com.microsoft:";

/** Serves one request to an entity's management node. */
export const serveManagement = (
  peer: Peer,
  entity: Entity,
  request: DecodedMessage,
  replies: Sender,
): void => {
  let waitMs = 0;
  let answer = true;
  for (const fault of peer.faults("management")) {
    if (fault.kind === "refuse") {
      peer.cut();
      return;
    }
    if (fault.kind === "status") {
      const { condition, description } = amqpErrors.serverBusy();
      reply(replies, request, fault.status ?? 503, description, condition);
      return;
    }
    if (fault.kind === "delay" || fault.kind === "reorder") waitMs += fault.ms ?? 0;
    if (fault.kind === "drop") answer = false;
  }
  const act = (): void => {
    const outcome = perform(peer, entity, request);
    peer.broker.store.afterCommit(() => {
      if (!answer) peer.cut();
      else reply(replies, request, outcome.status, outcome.description, outcome.condition, outcome.body);
    });
  };
  if (waitMs > 0) peer.broker.delays.after(waitMs, act);
  else act();
};

type Outcome = { status: number; description: string; condition?: string; body?: unknown };

const perform = (peer: Peer, entity: Entity, request: DecodedMessage): Outcome => {
  const name = String(request.application_properties?.["operation"]);
  const operation = name.startsWith(prefix) ? managementOperations[name.slice(prefix.length)] : undefined;
  try {
    if (operation === undefined) {
      throw new ManagementError(
        501,
        "amqp:not-implemented",
        amqpErrors.notSupported(`${name} is`).description,
      );
    }
    const body = operation({ broker: peer.broker, entity, body: new RequestBody(request.body) });
    return body === undefined
      ? { status: 204, description: "No content" }
      : { status: 200, description: "OK", body };
  } catch (error) {
    if (error instanceof ManagementError) {
      return { status: error.status, description: error.message, condition: error.condition };
    }
    if (error instanceof NotAllowed || error instanceof SqlFilterError) {
      return { status: 400, description: error.message, condition: "amqp:not-allowed" };
    }
    if (error instanceof MalformedMessage) {
      return { status: 400, description: error.message, condition: "amqp:decode-error" };
    }
    throw error;
  }
};

// camelCase: with "status-code", as $cbs has it, the SDK fails on an empty peek.
const reply = (
  link: Sender,
  request: DecodedMessage,
  status: number,
  description: string,
  condition?: string,
  body?: unknown,
): void => {
  sendReply(
    link,
    request.message_id,
    {
      statusCode: amqpTypes.wrap_int(status),
      statusDescription: description,
      ...(condition === undefined ? {} : { errorCondition: condition }),
    },
    body,
  );
};
