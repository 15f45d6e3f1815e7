import type { Container } from "@azure/cosmos";
import { hasStatus } from "../../shared/cosmos/status.ts";

/** Where the customer of a consultation can be reached, by the newest event that gave or changed it. */
export type CustomerNote = { customerId: string; phone: string; projectname: string };

/** The newest match of a consultation that was heard of. */
export type MatchNote = { eventId: string; at: string; salesmanname?: string };

/** What one SMS about a consultation came to. */
export type SentNote = { outcome: string; messageId?: string; at: string };

type Noted<Note> = Note & { version: number };

/** The newest note once an event has offered its own: that one if it came first or again, another if it came late. */
export type Heard<Note> = { newest: Note; came: "first" | "again" | "late" };

/** What this context knows of a consultation, in one logical partition of its own. */
export type ConsultationNotes = {
  /** Keeps the note unless there is a newer one. */
  noteCustomer: (consultationId: string, version: number, note: CustomerNote) => Promise<Heard<CustomerNote>>;
  noteMatch: (consultationId: string, version: number, note: MatchNote) => Promise<Heard<MatchNote>>;
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

  const create = async (document: object): Promise<"created" | "there"> => {
    try {
      await container.items.create(document);
      return "created";
    } catch (error) {
      if (hasStatus(error, 409)) return "there";
      throw error;
    }
  };

  // Created without a look: nearly always nothing is there, since few customers change the phone, and few are matched again.
  const note = async <Note extends object>(
    id: string,
    consultationId: string,
    version: number,
    written: Note,
  ): Promise<Heard<Note>> => {
    const partition = partitionOf(consultationId);
    const document = { id, partition, version, ...written };
    while ((await create(document)) === "there") {
      const before = await read<Note>(id, consultationId);
      if (!before) continue;
      if (before.version >= version) {
        return { newest: before, came: before.version === version ? "again" : "late" };
      }
      try {
        const accessCondition = { type: "IfMatch", condition: before._etag };
        await container.item(id, partition).replace(document, { accessCondition });
        break;
      } catch (error) {
        if (!hasStatus(error, 412)) throw error; // Another event was faster: compare again.
      }
    }
    return { newest: written, came: "first" };
  };

  return {
    noteCustomer: (consultationId, version, written) => note("customer", consultationId, version, written),
    noteMatch: (consultationId, version, written) => note("match", consultationId, version, written),
    customer: (consultationId) => read<CustomerNote>("customer", consultationId),
    match: (consultationId) => read<MatchNote>("match", consultationId),
    settled: async (consultationId, key) => (await read(`sms:${key}`, consultationId)) !== undefined,
    settle: async (consultationId, key, written) => {
      await create({ id: `sms:${key}`, partition: partitionOf(consultationId), version: 1, ...written });
    },
  };
};
