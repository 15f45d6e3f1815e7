import type { Origin } from "../../shared/cosmos/aggregates.ts";
import type { Logged, LogEntry, Recipient } from "./domain.ts";
import type { SmsOutcomeCounts } from "../../shared/contract/notification.ts";

/**
 * A page takes two documents for each recipient (the log line, the phone), and one each for itself, the summary and the event
 * CustomersNotified; it goes into one transactional batch of at most 100.
 */
export const pageSize = 48;

/** What staff see of one start. */
export type Summary = {
  projectId: string;
  projectname: string;
  eventId: string;
  startedAt: string;
  text: string;
  /** The last page of recipients was read. */
  allRead: boolean;
  counts: SmsOutcomeCounts;
  /** How many CustomersNotified there are. */
  notified: number;
};

/** A page that this process has claimed; `etag` proves it when the page is recorded. */
export type ClaimedPage = {
  name: string;
  interestIds: readonly string[];
  /** The interestId behind which the next page begins; null when there is none. */
  next: string | null;
  firstSentAt: Date;
  etag: string;
};

export type Claim =
  | { state: "claimed"; page: ClaimedPage }
  | { state: "done"; next: string | null; again: readonly Again[] }
  | { state: "busy"; until: Date };

/** Recipients of a page who are to be tried again, and when. */
export type Again = { interestIds: readonly string[]; at: string };

/** The send log: one logical partition for each start of a project. */
export type SendLog = {
  begin: (summary: Omit<Summary, "counts" | "allRead" | "notified">) => Promise<void>;
  summary: (projectId: string) => Promise<Summary | undefined>;
  /**
   * Claims a page for `claimMs`, so that no two processes send it at once. A page that was claimed before keeps its
   * recipients and the instant of its first try; `read` is asked only for a new one.
   */
  claim: (
    projectId: string,
    name: string,
    now: Date,
    read: () => Promise<{ interestIds: string[]; next: string | null }>,
  ) => Promise<Claim>;
  /** Gives a claim back, so that the next try need not wait for its end. */
  release: (projectId: string, page: ClaimedPage) => Promise<void>;
  logged: (projectId: string, recipients: readonly Recipient[]) => Promise<Logged>;
  /**
   * Stores a page's lines, its end, the counts, and CustomersNotified where those have changed, all or nothing; a line that
   * became final elsewhere in the meantime stays as it is. "lost" when another process has the claim: then nothing is stored.
   */
  record: (
    projectId: string,
    page: ClaimedPage,
    result: { lines: readonly LogEntry[]; logged: Logged; again: readonly Again[]; origin: Origin },
  ) => Promise<"recorded" | "lost">;
};

/** Longer than a page takes with every deadline used up. */
export const claimMs = 30_000;
