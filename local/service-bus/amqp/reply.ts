import type { Sender } from "./rhea.ts";

/** Answers a request on the link that the client has opened for replies. */
export const sendReply = (
  link: Sender,
  correlationId: unknown,
  properties: Record<string, unknown>,
  body?: unknown,
): void => {
  const delivery = link.send({
    correlation_id: correlationId,
    application_properties: properties,
    body: body ?? null,
  });
  // Nobody waits for the client to acknowledge a reply.
  delivery.settled = true;
};
