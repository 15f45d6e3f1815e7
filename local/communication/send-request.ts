import { parsePhoneNumberFromString } from "libphonenumber-js";

/** One recipient of a send request; `repeatability` when the client asks that a repeat is not sent again. */
export type Recipient = { to: string; repeatability: { requestId: string; firstSent: string } | null };

/** A send request that the service understands. */
export type SendRequest = { from: string; recipients: Recipient[]; message: string };

/** The service's validation answer: messages by field. */
export type FieldErrors = Record<string, string[]>;

const maxRecipients = 100;
const maxMessageLength = 2048;

/** Reads the body of `POST /sms`; answers the request, or what is wrong with which field. */
export const parseSendRequest = (body: Buffer): { request: SendRequest } | { errors: FieldErrors } => {
  const parsed = parseJson(body);
  if (!isObject(parsed)) return { errors: { $: ["The body is not a JSON object."] } };
  const errors: FieldErrors = {};

  const { from, message, smsRecipients, smsSendOptions } = parsed;
  if (typeof from !== "string" || from === "") errors["From"] = ["The From field is required."];
  else if (!isSender(from)) errors["From"] = ["Invalid From phone number format"];

  if (typeof message !== "string" || message === "") errors["Message"] = ["The Message field is required."];
  else if (message.length > maxMessageLength) {
    errors["Message"] = [`The field Message must be a string with a maximum length of ${maxMessageLength}.`];
  }

  const recipients = parseRecipients(smsRecipients);
  if (typeof recipients === "string") errors["SmsRecipients"] = [recipients];

  const options = refuseOptions(smsSendOptions);
  if (options !== null) errors["SmsSendOptions"] = [options];

  if (typeof from !== "string" || typeof message !== "string" || typeof recipients === "string")
    return { errors };
  return Object.keys(errors).length > 0 ? { errors } : { request: { from, message, recipients } };
};

/** Why the service refuses this recipient though it takes the request, or null. */
export const refuseRecipient = ({
  to,
  repeatability,
}: Recipient): { message: string; rejected: boolean } | null => {
  if (!isE164(to)) return { message: "Invalid To phone number format.", rejected: false };
  if (repeatability !== null && !isRfc1123(repeatability.firstSent)) {
    return {
      message:
        "Request sent with Invalid DateTime value for repeatability-first-sent. Expected is DateTime ,RFC1123 pattern.",
      rejected: true,
    };
  }
  return null;
};

const parseRecipients = (value: unknown): Recipient[] | string => {
  if (!Array.isArray(value) || value.length === 0) return "The SmsRecipients field is required.";
  if (value.length > maxRecipients) return `At most ${maxRecipients} recipients are allowed in one request.`;
  const recipients: Recipient[] = [];
  for (const item of value as unknown[]) {
    if (!isObject(item) || typeof item["to"] !== "string") return "The To field is required.";
    const { to, repeatabilityRequestId: requestId, repeatabilityFirstSent: firstSent } = item;
    if (requestId !== undefined && typeof requestId !== "string")
      return "repeatabilityRequestId must be a string.";
    recipients.push({
      to,
      repeatability:
        requestId === undefined
          ? null
          : { requestId, firstSent: typeof firstSent === "string" ? firstSent : "" },
    });
  }
  return recipients;
};

/** Delivery reports go to Event Grid, which is not here; asking for one is taken, as the service takes it. */
const refuseOptions = (value: unknown): string | null => {
  if (value === undefined) return null;
  if (!isObject(value)) return "SmsSendOptions must be an object.";
  if (typeof value["enableDeliveryReport"] !== "boolean")
    return "The EnableDeliveryReport field is required.";
  if (value["tag"] !== undefined && typeof value["tag"] !== "string") return "Tag must be a string.";
  return null;
};

/** E.164 as the service takes it: nothing but digits, and no digit too many for the country. */
const isE164 = (phone: string): boolean => {
  if (!/^\+[1-9]\d{6,14}$/.test(phone)) return false;
  const parsed = parsePhoneNumberFromString(phone);
  return parsed?.number === phone && parsed.isPossible();
};

/** A number in E.164, a short code, or an alphanumeric sender id. */
const isSender = (from: string): boolean =>
  isE164(from) || /^\d{4,6}$/.test(from) || (/^[A-Za-z0-9 _+&-]{1,11}$/.test(from) && /[A-Za-z]/.test(from));

const isRfc1123 = (text: string): boolean => {
  const at = Date.parse(text);
  return !Number.isNaN(at) && new Date(at).toUTCString() === text;
};

const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    // Neither bad UTF-8 nor bad JSON is an object: the caller refuses both alike.
    return undefined;
  }
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
