import { z } from "zod";
import { id, projectname } from "../../shared/contract/fields.ts";
import { idFrom } from "../../shared/domain/ids.ts";
import type { Outbound } from "../../shared/servicebus/outbound.ts";

/** Which recipients: the next ones behind `after`, or just these. */
const page = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("all"), after: id.nullable() }),
  z.object({
    kind: z.literal("these"),
    interestIds: z.array(id).min(1).max(100),
    round: z.string().max(100),
  }),
]);

/** A continuation message of the fan-out: one page of one start. */
export const sendPage = z.object({
  projectId: id,
  projectname,
  page,
  /** How often this page had to be put off. */
  tries: z.int().min(0),
  correlationid: z.string().min(1).max(128),
  traceparent: z.string().max(64).optional(),
});

export type SendPage = z.infer<typeof sendPage>;

export type SendQueue = {
  /** Queues a page; twice the same within the duplicate detection window is once. `at` holds it back until then. */
  put: (message: SendPage, at?: Date) => Promise<void>;
};

/** The name of a page inside its start: the same for every message about it. */
export const pageName = ({ page }: SendPage): string =>
  page.kind === "all" ? `all:${page.after ?? ""}` : `these:${idFrom(page.round, ...page.interestIds)}`;

export const serviceBusSendQueue = (queue: Outbound): SendQueue => ({
  put: async (message, at) => {
    await queue.send([
      {
        messageId: idFrom(message.projectId, pageName(message), String(message.tries)),
        subject: "SendPage",
        correlationId: message.correlationid,
        contentType: "application/json",
        ...(at && { scheduledEnqueueTimeUtc: at }),
        body: message,
      },
    ]);
  },
});
