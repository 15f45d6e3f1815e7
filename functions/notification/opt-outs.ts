import type { Container } from "@azure/cosmos";
import { hasStatus } from "../../shared/cosmos/status.ts";
import { readByIds } from "./documents.ts";
import type { Recipient } from "./domain.ts";
import { toMobile } from "../../shared/sms/phone.ts";

/** Who wants no SMS from us: a customer, whatever the phone, or a phone, whoever has it. It beats every consent. */
export type OptOutSubject = { customerId: string } | { e164: string };

/** The suppression list. */
export type OptOuts = {
  set: (subject: OptOutSubject, optedOut: boolean, at: Date) => Promise<void>;
  has: (subject: OptOutSubject) => Promise<boolean>;
  /** Reads the list for a page of recipients, and answers for each of them. */
  among: (recipients: readonly Recipient[]) => Promise<(recipient: Recipient) => boolean>;
};

// One logical partition: a line is 150 bytes, so that even a million of them are far from its limits, and a page of
// recipients is one query.
const partition = "opt-outs";

const idOf = (subject: OptOutSubject): string =>
  "customerId" in subject ? `customer:${subject.customerId}` : `phone:${subject.e164}`;

const idsOf = ({ customerId, phone }: Recipient): string[] => {
  const mobile = toMobile(phone);
  return [idOf({ customerId }), ...("e164" in mobile ? [idOf(mobile)] : [])];
};

export const cosmosOptOuts = (container: Container): OptOuts => ({
  set: async (subject, optedOut, at) => {
    const id = idOf(subject);
    if (optedOut) {
      await container.items.upsert({ id, partition, at: at.toISOString() });
      return;
    }
    try {
      await container.item(id, partition).delete();
    } catch (error) {
      if (!hasStatus(error, 404)) throw error;
    }
  },
  has: async (subject) => (await container.item(idOf(subject), partition).read()).resource !== undefined,
  among: async (recipients) => {
    const ids = [...new Set(recipients.flatMap(idsOf))];
    const listed = new Set((await readByIds(container, partition, ids)).map(({ id }) => id));
    return (recipient) => idsOf(recipient).some((id) => listed.has(id));
  },
});
