import { consultation, type Consultation, type Step } from "../../shared/contract/consultation.ts";
import type { Changed, Found } from "./change-partition.ts";
import {
  isSalesmanOf,
  salesmanCounts,
  type ConsultationEvent,
  type ConsultationFacts,
} from "./consultation-facts.ts";
import { moved, sumOf } from "./counts.ts";
import type { AssignmentDocument, Named, SalesmanDocument } from "./documents.ts";
import { isNewer } from "./people.ts";

/** A consultation whose facts have come to a new revision, with its newest event where that was among those that came. */
export type Known = {
  consultationId: string;
  revision: number;
  facts: ConsultationFacts;
  newest: ConsultationEvent | undefined;
};

export type SalesmanPartitionDocument = AssignmentDocument | SalesmanDocument;

export const assignmentId = (consultationId: string): string => `assignment-${consultationId}`;

/** What becomes of one salesman's list and figures when these consultations are known; all for one batch. */
export const withAssignments =
  (partition: string, salesmanId: string, consultations: readonly Known[]) =>
  (found: Found<SalesmanPartitionDocument>): Changed<SalesmanPartitionDocument> => {
    const changed = consultations.flatMap((known) => {
      const id = assignmentId(known.consultationId);
      const before = (found.get(id) as AssignmentDocument | undefined) ?? blank(id, partition);
      const now = counted(listed(before, known, salesmanId), known, salesmanId);
      return now === before ? [] : [{ before, now }];
    });
    const before = sumOf(changed.map((change) => change.before.counts));
    const after = sumOf(changed.map((change) => change.now.counts));
    const difference = moved(after, before, {});
    const assignments = changed.map(({ now }) => now);
    // Who was given something has figures, also when they are all 0; a consultant has none.
    const isNew =
      !found.has("salesman") && consultations.some(({ facts }) => isSalesmanOf(facts, salesmanId));
    if (!isNew && Object.keys(difference).length === 0) return { documents: assignments };
    const salesman = salesmanIn(found, partition, salesmanId);
    const counts = moved(salesman.counts, {}, difference);
    return { documents: [...assignments, { ...salesman, revision: salesman.revision + 1, counts }] };
  };

/** What becomes of a salesman's figures when a match has named him. */
export const withName =
  (partition: string, salesmanId: string, naming: Required<Named>) =>
  (found: Found<SalesmanPartitionDocument>): Changed<SalesmanPartitionDocument> => {
    const salesman = salesmanIn(found, partition, salesmanId);
    if (!isNewer(naming, salesman)) return { documents: [] };
    return { documents: [{ ...salesman, ...naming, revision: salesman.revision + 1 }] };
  };

const blank = (id: string, partition: string): AssignmentDocument => ({
  id,
  partition,
  kind: "assignment",
  version: 0,
  revision: 0,
  counts: {},
});

const salesmanIn = (
  found: Found<SalesmanPartitionDocument>,
  partition: string,
  salesmanId: string,
): SalesmanDocument =>
  (found.get("salesman") as SalesmanDocument | undefined) ?? {
    id: "salesman",
    partition,
    kind: "salesman",
    salesmanId,
    revision: 0,
    counts: {},
  };

/** His list: it is there as the newest event says, or gone as of the newest facts. */
const listed = (
  document: AssignmentDocument,
  { facts, newest }: Known,
  salesmanId: string,
): AssignmentDocument => {
  if (facts.salesmanId !== salesmanId && facts.consultantId !== salesmanId)
    return unlisted(document, facts.version);
  return newest ? withNewest(document, newest) : document;
};

const unlisted = (document: AssignmentDocument, version: number): AssignmentDocument => {
  if (version <= document.version) return document;
  const { assignmentKey, consultation: former, ...rest } = document;
  return { ...rest, version };
};

const withNewest = (document: AssignmentDocument, event: ConsultationEvent): AssignmentDocument => {
  if (event.aggregateversion <= document.version) return document;
  const shown = consultation.parse(event.data);
  return {
    ...document,
    version: event.aggregateversion,
    assignmentKey: assignmentKey(shown),
    consultation: shown,
  };
};

const turn: Record<Step, 0 | 1 | 2> = {
  requested: 0,
  accepted: 1,
  "in progress": 1,
  canceled: 2,
  success: 2,
  fail: 2,
};

/** What waits for the decision comes first, then what is under way, at last what has ended; each by when it was requested. */
const assignmentKey = ({ step, requestedAt, consultationId }: Consultation): string =>
  `${turn[step]}|${requestedAt}|${consultationId}`;

const counted = (
  document: AssignmentDocument,
  { facts, revision }: Known,
  salesmanId: string,
): AssignmentDocument =>
  revision <= document.revision
    ? document
    : { ...document, revision, counts: salesmanCounts(facts, salesmanId) };

/**
 * One consultation as an event shows it to someone, before it is counted: the list alone. Undefined when it says nothing new.
 */
export const shownTo = (
  before: AssignmentDocument | undefined,
  { partition, salesmanId }: { partition: string; salesmanId: string },
  event: ConsultationEvent,
): AssignmentDocument | undefined => {
  const document = before ?? blank(assignmentId(event.subject), partition);
  const { matchedsalesman, matchedconsultant } = event.data;
  const isHis = matchedsalesman === salesmanId || matchedconsultant === salesmanId;
  const now = isHis ? withNewest(document, event) : unlisted(document, event.aggregateversion);
  return now === document ? undefined : now;
};
