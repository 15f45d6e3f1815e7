import { createHmac, timingSafeEqual } from "node:crypto";
import { CosmosError } from "./errors.ts";

/** The key that Microsoft's emulators use and publish; a default for local work, no secret. */
export const wellKnownKey =
  "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==";

const allowedSkewMs = 15 * 60_000;

/** What a request's signature covers. */
export type Signed = {
  verb: string;
  resourceType: string;
  resourceId: string;
  date: string | undefined;
  authorization: string | undefined;
};

/**
 * Checks a master-key signature (REST: "Access control on Cosmos DB resources"): HMAC-SHA256 over verb, resource type, resource link
 * and date. Throws 401 when it is missing or wrong, 403 when its date is more than 15 minutes off.
 */
export const authenticator = (key: string): ((signed: Signed) => void) => {
  const secret = Buffer.from(key, "base64");
  return ({ verb, resourceType, resourceId, date, authorization }) => {
    if (authorization === undefined) {
      throw new CosmosError(
        401,
        "Unauthorized",
        "Required Header authorization is missing. Ensure a valid Authorization token is passed.",
      );
    }
    const given = new URLSearchParams(decode(authorization));
    if (given.get("type") !== "master" || given.get("ver") !== "1.0") {
      throw new CosmosError(
        401,
        "Unauthorized",
        `The authorization token of type '${given.get("type") ?? ""}' is not supported by the local Cosmos DB: only the master key is.`,
      );
    }
    const at = Date.parse(date ?? "");
    if (date === undefined || Number.isNaN(at)) {
      throw new CosmosError(401, "Unauthorized", "The x-ms-date header is missing or is no date.");
    }
    const text = `${verb.toLowerCase()}\n${resourceType}\n${resourceId}\n${date.toLowerCase()}\n\n`;
    const expected = createHmac("sha256", secret).update(text).digest();
    // URLSearchParams reads "+" as a space; base64 has no spaces.
    const signature = Buffer.from((given.get("sig") ?? "").replaceAll(" ", "+"), "base64");
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
      throw new CosmosError(
        401,
        "Unauthorized",
        `The input authorization token can't serve the request. The wrong key is being used or the expected payload is not built as per the protocol. Server used the following payload to sign: '${text.replaceAll("\n", "\\n")}'.`,
      );
    }
    if (Math.abs(Date.now() - at) > allowedSkewMs) {
      throw new CosmosError(403, "Forbidden", "The authorization token is not valid at the current time.");
    }
  };
};

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not percent-encoded at all: judged as it stands.
    return text;
  }
};
