import type { Container } from "@azure/cosmos";
import { hasStatus } from "../../shared/cosmos/status.ts";

/** Where the customer of a consultation can be reached, by the consultation's newest event. */
export type CustomerNote = { customerId: string; phone: string; projectname: string };

/** The newest match of a consultation that was heard of. */
export type MatchNote = { eventId: string; at: string; salesmanname?: string };

/** What one SMS about a consultation came to. */
export type SentNote = { outcome: string; messageId?: string; at: string };

type Noted<Note> = Note & { version: number };

/** What this context knows of a consultation, in one logical partition of its own. */
export type ConsultationNotes = {
  /** Keeps the note unless there is a newer one; answers whether the newest note is this one. */
  noteCustomer: (consultationId: string, version: number, note: CustomerNote) => Promise<boolean>;
  noteMatch: (consultationId: string, version: number, note: MatchNote) => Promise<boolean>;
  customer: (consultationId: string) => Promise<CustomerNote | undefined>;
  match: (consultationId: string) => Promise<MatchNote | undefined>;
  /** Whether the SMS with this key was settled before. */
  settled: (consultationId: string, key: string) => Promise<boolean>;
  settle: (consultationId: string, key: string, note: SentNote) => Promise<void>;
};

const partitionOf = (consultationId: string): string => `consultation:${consultationId}`;

export const cosmosConsultationNotes = (container: Container): ConsultationNotes => {
  const read = async <Note>(id: string, consultationId: string) =>
    (await container.item(id, partitionOf(consultationId)).read<Noted<Note> & { id: string }>()).resource;

  const note = async (
    id: string,
    consultationId: string,
    version: number,
    written: object,
  ): Promise<boolean> => {
    const partition = partitionOf(consultationId);
    const document = { id, partition, version, ...written };
    for (;;) {
      const before = await read<object>(id, consultationId);
      if (before && before.version >= version) return before.version === version;
      try {
        if (before) {
          const accessCondition = { type: "IfMatch", condition: before._etag };
          await container.item(id, partition).replace(document, { accessCondition });
        } else await container.items.create(document);
        return true;
      } catch (error) {
        if (!hasStatus(error, 409, 412)) throw error; // Another event was faster: compare again.
      }
    }
  };

  return {
    noteCustomer: (consultationId, version, written) => note("customer", consultationId, version, written),
    noteMatch: (consultationId, version, written) => note("match", consultationId, version, written),
    customer: (consultationId) => read<CustomerNote>("customer", consultationId),
    match: (consultationId) => read<MatchNote>("match", consultationId),
    settled: async (consultationId, key) => (await read(`sms:${key}`, consultationId)) !== undefined,
    settle: async (consultationId, key, written) => {
      const document = { id: `sms:${key}`, partition: partitionOf(consultationId), version: 1, ...written };
      await container.items.create(document).catch((error: unknown) => {
        if (!hasStatus(error, 409)) throw error;
      });
    },
  };
};
