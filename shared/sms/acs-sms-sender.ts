import { SmsClient, type SmsSendResult } from "@azure/communication-sms";
import { idFrom } from "../domain/ids.ts";
import { countSms } from "../telemetry/metrics.ts";
import { activeTraceparent, withSpan } from "../telemetry/tracing.ts";
import type { Sms, SmsResult, SmsSender } from "./sms-sender.ts";

export type AcsSettings = { from: string; account: { connectionString: string } | { endpoint: string } };

const deadlineMs = 15_000;

/** Names the message of this request for `repeatable` below; it never leaves the process. */
const keyHeader = "x-ktgg-repeatability-key";
const firstSentHeader = "x-ktgg-repeatability-first-sent";

/**
 * Azure Communication Services. Its client makes a new repeatability id for every send(); ours is made from the message
 * and the phone, so that ACS knows a second try as the same message (OASIS Repeatable Requests 1.0).
 */
export const acsSmsSender = async ({ from, account }: AcsSettings): Promise<SmsSender> => {
  const client = await clientOf(account);
  const send = async ({ text, to, repeatability: { key, firstSent } }: Sms): Promise<SmsResult[]> => {
    const traceparent = activeTraceparent();
    const results = await client.send(
      { from, to: [...to], message: text },
      {
        enableDeliveryReport: true,
        abortSignal: AbortSignal.timeout(deadlineMs),
        requestOptions: {
          customHeaders: {
            [keyHeader]: key,
            [firstSentHeader]: firstSent.toUTCString(),
            ...(traceparent !== undefined && { traceparent }),
          },
        },
      },
    );
    return results.map(toResult);
  };
  return {
    maxRecipients: 100,
    send: (sms) =>
      withSpan(
        "POST /sms",
        { kind: "client", attributes: { ...attributes, "ktgg.messages": sms.to.length } },
        () => counted(sms, send),
      ),
  };
};

const attributes = { "http.request.method": "POST", "url.template": "/sms", "peer.service": "communication" };

/** What the carrier says is counted here, so that each message of the app is, whichever context sends it. */
const counted = async (sms: Sms, send: (sms: Sms) => Promise<SmsResult[]>): Promise<SmsResult[]> => {
  try {
    const results = await send(sms);
    for (const { outcome } of results) countSms(outcome, 1);
    return results;
  } catch (error) {
    countSms("failed", sms.to.length);
    throw error;
  }
};

const clientOf = async (account: AcsSettings["account"]): Promise<SmsClient> => {
  if ("connectionString" in account) {
    const allowInsecureConnection = /endpoint=http:/i.test(account.connectionString);
    return new SmsClient(account.connectionString, { ...repeatable, allowInsecureConnection });
  }
  const { DefaultAzureCredential } = await import("@azure/identity");
  return new SmsClient(account.endpoint, new DefaultAzureCredential(), repeatable);
};

type Policy = NonNullable<
  NonNullable<ConstructorParameters<typeof SmsClient>[2]>["additionalPolicies"]
>[number]["policy"];

type SmsRequest = {
  smsRecipients: { to: string; repeatabilityRequestId: string; repeatabilityFirstSent: string }[];
};

const policy: Policy = {
  name: "ktggStableRepeatability",
  sendRequest: (request, next) => {
    const key = request.headers.get(keyHeader);
    const firstSent = request.headers.get(firstSentHeader);
    if (key === undefined || firstSent === undefined || typeof request.body !== "string") {
      throw new Error("An SMS must not leave without its stable repeatability id.");
    }
    request.headers.delete(keyHeader);
    request.headers.delete(firstSentHeader);
    const body = JSON.parse(request.body) as SmsRequest;
    for (const recipient of body.smsRecipients) {
      recipient.repeatabilityRequestId = idFrom("sms", key, recipient.to);
      recipient.repeatabilityFirstSent = firstSent;
    }
    request.body = JSON.stringify(body);
    return next(request);
  },
};

// Once per call, before the signing policy: the signature covers the body.
const repeatable = { additionalPolicies: [{ policy, position: "perCall" as const }] };

const toResult = ({ to, successful, messageId, httpStatusCode, errorMessage }: SmsSendResult): SmsResult => {
  if (successful) return { to, outcome: "sent", messageId: messageId ?? "" };
  if (httpStatusCode === 429 || httpStatusCode >= 500) return { to, outcome: "busy" };
  return { to, outcome: "refused", reason: `${httpStatusCode} ${errorMessage ?? ""}`.trim().slice(0, 200) };
};
