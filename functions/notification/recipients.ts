import type { Container } from "@azure/cosmos";
import type { Interest } from "../../shared/contract/interest.ts";
import { readSorted } from "../../shared/cosmos/sorted.ts";
import { hasStatus } from "../../shared/cosmos/status.ts";
import { readByIds } from "./documents.ts";
import type { Recipient } from "./domain.ts";

/** That a project of this projectname has started: whoever was interested then is to be told. */
export type Start = { projectId: string; eventId: string; at: string };

/** What this context knows of who wants to be told, by projectname: one logical partition for each. */
export type Recipients = {
  /** Keeps what the interest's newest event says. Answers what it replaced; undefined when there was nothing, or something newer. */
  save: (
    interest: Interest,
    version: number,
  ) => Promise<{ saved: false } | { saved: true; phoneBefore: string | undefined }>;
  /** The next interested recipients in the order of their interestId. */
  next: (projectname: string, after: string | null, limit: number) => Promise<Recipient[]>;
  these: (projectname: string, interestIds: readonly string[]) => Promise<Recipient[]>;
  /** How many are interested. */
  count: (projectname: string) => Promise<number>;
  /** Notes a start; the same start again changes nothing. */
  noteStart: (projectname: string, start: Start) => Promise<void>;
  /** The starts at or after an instant. */
  startsSince: (projectname: string, at: string) => Promise<Start[]>;
};

type RecipientDocument = Recipient & { id: string; partition: string; version: number };
type StartDocument = Start & { id: string; partition: string };

// Both kinds live in one partition and are told apart by the first letter of their ids: "r:" comes before "s:".
const recipientId = (interestId: string): string => `r:${interestId}`;
const startId = (projectId: string): string => `s:${projectId}`;
const partitionOf = (projectname: string): string => `recipients:${projectname}`;

export const cosmosRecipients = (container: Container): Recipients => ({
  save: async (interest, version) => {
    const partition = partitionOf(interest.projectname);
    const id = recipientId(interest.interestId);
    const document: RecipientDocument = { id, partition, version, ...toRecipient(interest) };
    for (;;) {
      const { resource: before } = await container.item(id, partition).read<RecipientDocument>();
      if (before && before.version >= version) return { saved: false };
      try {
        if (before) {
          const accessCondition = { type: "IfMatch", condition: before._etag };
          await container.item(id, partition).replace(document, { accessCondition });
        } else await container.items.create(document);
        return { saved: true, phoneBefore: before?.phone };
      } catch (error) {
        if (!hasStatus(error, 409, 412)) throw error; // Another event of this interest was faster: compare again.
      }
    }
  },
  next: async (projectname, after, limit) => {
    const documents = await readSorted<RecipientDocument>(container, {
      sortKey: "c.id",
      order: "ASC",
      where: ["c.id < 's'", "c.interest = 1"],
      after: after === null ? "r:" : recipientId(after),
      limit,
      partition: partitionOf(projectname),
    });
    return documents;
  },
  these: (projectname, interestIds) =>
    readByIds<RecipientDocument>(container, partitionOf(projectname), interestIds.map(recipientId)),
  count: async (projectname) => {
    const { resources } = await container.items
      .query<number>("SELECT VALUE COUNT(1) FROM c WHERE c.id < 's' AND c.interest = 1", {
        partitionKey: partitionOf(projectname),
      })
      .fetchAll();
    return resources[0] ?? 0;
  },
  noteStart: async (projectname, start) => {
    const document: StartDocument = {
      id: startId(start.projectId),
      partition: partitionOf(projectname),
      ...start,
    };
    await container.items.upsert(document);
  },
  startsSince: async (projectname, at) => {
    const { resources } = await container.items
      .query<StartDocument>(
        {
          query: "SELECT * FROM c WHERE c.id >= 's:' AND c.id < 's;' AND c.at >= @at",
          parameters: [{ name: "@at", value: at }],
        },
        { partitionKey: partitionOf(projectname) },
      )
      .fetchAll();
    return resources;
  },
});

// The name is not kept: no message uses it.
const toRecipient = (interest: Interest): Recipient => ({
  interestId: interest.interestId,
  customerId: interest.customerId,
  phone: interest.phone,
  interest: interest.interest,
  adConsent: interest.adConsent,
  ...(interest.adConsentAt !== undefined && { adConsentAt: interest.adConsentAt }),
  nightConsent: interest.nightConsent,
  ...(interest.nightConsentAt !== undefined && { nightConsentAt: interest.nightConsentAt }),
});
