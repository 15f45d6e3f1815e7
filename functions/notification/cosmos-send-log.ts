import type { Container, OperationInput, Resource } from "@azure/cosmos";
import { toMobile } from "../../shared/sms/phone.ts";
import { hasStatus } from "../../shared/cosmos/status.ts";
import { readByIds } from "./documents.ts";
import { create, replace, transaction } from "../../shared/cosmos/transaction.ts";
import { eventDocument, notifiedEvent } from "./notified-event.ts";
import { openLines, recount, type Logged, type LoggedLine, type LogEntry } from "./domain.ts";
import { noSmsOutcomes } from "../../shared/contract/notification.ts";
import { claimMs, type Again, type Claim, type SendLog, type Summary } from "./send-log.ts";

const pageSeconds = 90 * 24 * 60 * 60;

type SummaryDocument = Summary & { id: "summary"; partition: string };
type PageDocument = {
  id: string;
  partition: string;
  interestIds: readonly string[];
  next: string | null;
  firstSentAt: string;
  claimedUntil: string;
  done: boolean;
  again: readonly Again[];
  ttl: number;
};

const partitionOf = (projectId: string): string => `start:${projectId}`;
const pageId = (name: string): string => `page:${name}`;
const lineId = (interestId: string): string => `log:${interestId}`;
const phoneId = (e164: string): string => `phone:${e164}`;

/** The send log in Cosmos. */
export const cosmosSendLog = (container: Container): SendLog => {
  const readSummary = async (projectId: string) =>
    (await container.item("summary", partitionOf(projectId)).read<SummaryDocument>()).resource;

  const claimed = (name: string, document: PageDocument & Resource): Claim => ({
    state: "claimed",
    page: {
      name,
      interestIds: document.interestIds,
      next: document.next,
      firstSentAt: new Date(document.firstSentAt),
      etag: document._etag,
    },
  });

  return {
    begin: async (summary) => {
      const document: SummaryDocument = {
        id: "summary",
        partition: partitionOf(summary.projectId),
        ...summary,
        allRead: false,
        counts: noSmsOutcomes(),
        notified: 0,
      };
      await container.items.create(document).catch((error: unknown) => {
        if (!hasStatus(error, 409)) throw error; // The same start came before.
      });
    },

    summary: readSummary,

    claim: async (projectId, name, now, read) => {
      const partition = partitionOf(projectId);
      const claimedUntil = new Date(now.getTime() + claimMs).toISOString();
      for (;;) {
        const { resource: before } = await container.item(pageId(name), partition).read<PageDocument>();
        if (before?.done) return { state: "done", next: before.next, again: before.again };
        if (before && before.claimedUntil > now.toISOString()) {
          return { state: "busy", until: new Date(before.claimedUntil) };
        }
        try {
          if (before) {
            const accessCondition = { type: "IfMatch", condition: before._etag };
            const { resource } = await container
              .item(before.id, partition)
              .replace<PageDocument>({ ...before, claimedUntil }, { accessCondition });
            if (resource) return claimed(name, resource);
          } else {
            const { resource } = await container.items.create<PageDocument>({
              id: pageId(name),
              partition,
              ...(await read()),
              firstSentAt: now.toISOString(),
              claimedUntil,
              done: false,
              again: [],
              ttl: pageSeconds,
            });
            if (resource) return claimed(name, resource);
          }
          throw new Error("Cosmos answered a write without its document.");
        } catch (error) {
          if (!hasStatus(error, 409, 412)) throw error; // Another process was faster: look again.
        }
      }
    },

    release: async (projectId, page) => {
      const operations = [{ op: "set" as const, path: "/claimedUntil", value: new Date(0).toISOString() }];
      await container
        .item(pageId(page.name), partitionOf(projectId))
        .patch(operations, { accessCondition: { type: "IfMatch", condition: page.etag } })
        .catch((error: unknown) => {
          if (!hasStatus(error, 412)) throw error; // The claim had run out, and another process took it.
        });
    },

    logged: (projectId, recipients) =>
      readLogged(
        container,
        projectId,
        recipients.map(({ interestId }) => interestId),
        recipients.flatMap(({ phone }) => {
          const mobile = toMobile(phone);
          return "e164" in mobile ? [mobile.e164] : [];
        }),
      ),

    record: async (projectId, page, { lines, logged, again, origin }) => {
      const partition = partitionOf(projectId);
      for (let known = logged; ;) {
        const [summary, { resource: document }] = await Promise.all([
          readSummary(projectId),
          container.item(pageId(page.name), partition).read<PageDocument>(),
        ]);
        if (!summary || !document) throw new Error("A page was claimed of a start that was never begun.");
        // Ours, when an answer got lost on its way; or that of another process, which recorded the same recipients.
        if (document.done) return "recorded";
        if (document._etag !== page.etag) return "lost";
        const { byInterest } = known;
        const open = openLines(lines, known);
        const allRead = summary.allRead || (page.next === null && page.name.startsWith("all:"));
        const counts = recount(summary.counts, open, byInterest);
        // A start that began before there was this event has counted none.
        const before = (summary as Partial<Summary>).notified ?? 0;
        const event = open.length > 0 ? notifiedEvent({ ...summary, counts }, before + 1, origin) : undefined;
        const notified = before + (event ? 1 : 0);
        const operations = [
          replace({ ...document, done: true, again }, page.etag),
          replace({ ...summary, allRead, counts, notified }, summary._etag),
          ...(event ? [create(eventDocument(partition, event))] : []),
          ...open.flatMap((line) => lineOperations(partition, line, known)),
        ];
        if ((await transaction(container, partition, operations)) !== "conflict") return "recorded";
        const phones = lines.flatMap(({ to }) => to ?? []);
        known = await readLogged(
          container,
          projectId,
          lines.map(({ interestId }) => interestId),
          phones,
        );
      }
    },
  };
};

const readLogged = async (
  container: Container,
  projectId: string,
  interestIds: readonly string[],
  phones: readonly string[],
): Promise<Logged> => {
  const ids = [...interestIds.map(lineId), ...new Set(phones.map(phoneId))];
  const documents = await readByIds<LogEntry & Resource>(container, partitionOf(projectId), ids);
  const byInterest: [string, LoggedLine][] = [];
  const textedFor: [string, string][] = [];
  for (const document of documents) {
    if (document.id.startsWith("phone:"))
      textedFor.push([document.id.slice("phone:".length), document.interestId]);
    else byInterest.push([document.interestId, { ...document, etag: document._etag }]);
  }
  return { byInterest: new Map(byInterest), textedFor: new Map(textedFor) };
};

const lineOperations = (
  partition: string,
  line: LogEntry,
  { byInterest, textedFor }: Logged,
): OperationInput[] => {
  const document = { id: lineId(line.interestId), partition, ...line };
  const before = byInterest.get(line.interestId);
  const phone =
    line.outcome === "sent" && line.to !== undefined && !textedFor.has(line.to) ? line.to : undefined;
  return [
    before ? replace(document, before.etag) : create(document),
    // Created, not upserted: of two pages that texted one phone at once, the carrier took one, and so must the log.
    ...(phone === undefined ? [] : [create({ id: phoneId(phone), partition, interestId: line.interestId })]),
  ];
};
