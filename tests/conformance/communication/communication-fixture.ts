import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { SmsClient } from "@azure/communication-sms";
import type { SmsClientOptions } from "@azure/communication-sms";
import { startCommunication } from "../../../local/communication/server.ts";
import type { Communication, CommunicationOptions } from "../../../local/communication/server.ts";
import type { Fault } from "../../../local/faults.ts";

/** A number that the service sends from, and numbers of nobody. */
export const sender = "+8215880000";
export const phone = (number: number): string => `+8210${String(number).padStart(8, "0")}`;

/** A data folder that goes away with the test. */
export const tempDir = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), "ktgg-communication-"));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
};

/** Starts the service on a free port for one test. */
export const communicationFor = async (
  t: TestContext,
  options: Partial<CommunicationOptions> = {},
): Promise<Communication> => {
  const service = await startCommunication({ port: 0, dataDir: options.dataDir ?? tempDir(t), ...options });
  t.after(() => service.close());
  return service;
};

/** The real SDK, without retries unless asked for. */
export const clientOf = (service: Communication, options: SmsClientOptions = {}): SmsClient =>
  new SmsClient(service.connectionString, {
    allowInsecureConnection: true,
    retryOptions: { maxRetries: 0 },
    ...options,
  });

/** One message of the outbox. */
export type Message = { id: string; to: string; from: string; message: string; at: string };

export const outboxOf = async (service: Communication, query = ""): Promise<Message[]> => {
  const response = await fetch(`${service.outbox}${query}`);
  if (!response.ok) throw new Error(await response.text());
  return ((await response.json()) as { messages: Message[] }).messages;
};

/** Sets the service's fault switches. */
export const setFaults = async (service: Communication, faults: Fault[]): Promise<void> => {
  const response = await fetch(`${service.endpoint}/_faults`, {
    method: "PUT",
    body: JSON.stringify(faults),
  });
  if (!response.ok) throw new Error(await response.text());
};

/** Makes the SDK repeat itself: every recipient of every call carries the same repeatability id and date. */
export const repeating = (
  requestId: string,
  firstSent = "Mon, 02 Mar 2026 00:00:00 GMT",
): SmsClientOptions => ({
  additionalPolicies: [
    {
      position: "perCall",
      policy: {
        name: "repeat",
        sendRequest: (request, next) => {
          const body = JSON.parse(request.body as string) as { smsRecipients: Record<string, unknown>[] };
          for (const recipient of body.smsRecipients) {
            recipient["repeatabilityRequestId"] = requestId;
            recipient["repeatabilityFirstSent"] = firstSent;
          }
          request.body = JSON.stringify(body);
          return next(request);
        },
      },
    },
  ],
});
