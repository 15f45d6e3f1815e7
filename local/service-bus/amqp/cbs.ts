import { sendReply } from "./reply.ts";
import type { RequestHandler } from "./requests.ts";
import { amqpTypes } from "./rhea.ts";

/** The address of claims-based security: a client puts a token for each entity before it attaches to it. */
export const cbsAddress = "$cbs";

/** Serves put-token. Every token is good here; that one was put is what later attaches are checked for. */
export const servePutToken: RequestHandler = (
  peer,
  { message_id: id, application_properties: request, body },
  replies,
) => {
  const answer = (code: number, description: string): void => {
    sendReply(replies, id, {
      "status-code": amqpTypes.wrap_int(code),
      "status-description": description,
    });
  };
  const { operation, name, type } = request ?? {};
  if (operation !== "put-token") {
    answer(501, `${String(operation)} is not supported by the local Service Bus: only put-token is.`);
  } else if (typeof name !== "string" || typeof type !== "string" || body === undefined || body === null) {
    answer(400, "put-token takes the application properties name and type, and a token as body.");
  } else {
    peer.authorize(name);
    answer(202, "Accepted");
  }
};
