import type { Faults } from "../faults.ts";
import type { Answer } from "../http.ts";
import type { OutboxStore } from "./outbox-store.ts";
import { parseSendRequest, refuseRecipient } from "./send-request.ts";
import type { Recipient } from "./send-request.ts";

/** One recipient's part of the answer, as the service words it. */
type Result = {
  to: string;
  messageId?: string;
  httpStatusCode: number;
  repeatabilityResult?: "accepted" | "rejected";
  errorMessage?: string;
  successful: boolean;
};

/** Serves `POST /sms`: every good recipient's message is stored before the 202, the others are named in the answer. */
export const send = (body: Buffer, store: OutboxStore, faults: Faults): Answer => {
  const parsed = parseSendRequest(body);
  if ("errors" in parsed) return { status: 400, body: parsed.errors };
  const { from, message, recipients } = parsed.request;

  return store.atomically(() => {
    const failure = failOneRecipient(faults);
    const value = recipients.map((recipient): Result => {
      const refusal = refuse(recipient);
      if (refusal !== null) return refusal;
      const { to, repeatability } = recipient;
      const requestId = repeatability?.requestId ?? null;
      const earlier = requestId === null ? null : store.repeated(requestId, to);
      // A failure is not remembered, so that a repeat may succeed; only what was sent is answered again.
      const failed = earlier === null ? failure(to) : null;
      if (failed !== null) return failed;
      const messageId = earlier ?? store.add({ to, from, message, requestId });
      return {
        to,
        messageId,
        httpStatusCode: 202,
        ...(requestId === null ? {} : { repeatabilityResult: "accepted" }),
        successful: true,
      };
    });
    return { status: 202, body: { value } };
  });
};

const refuse = (recipient: Recipient): Result | null => {
  const refusal = refuseRecipient(recipient);
  if (refusal === null) return null;
  return {
    to: recipient.to,
    httpStatusCode: 400,
    ...(refusal.rejected ? { repeatabilityResult: "rejected" } : {}),
    errorMessage: refusal.message,
    successful: false,
  };
};

/** The fault `recipient`: the first message of the request that would leave now fails with the fault's status. */
const failOneRecipient = (faults: Faults): ((to: string) => Result | null) => {
  let asked = false;
  return (to) => {
    if (asked) return null;
    asked = true;
    const fault = faults.take("recipient").find(({ kind }) => kind === "status");
    if (fault === undefined) return null;
    const httpStatusCode = fault.status ?? 503;
    return { to, httpStatusCode, errorMessage: `Fault switch: status ${httpStatusCode}.`, successful: false };
  };
};
