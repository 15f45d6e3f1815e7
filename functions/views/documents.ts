import type { Consultation } from "../../shared/contract/consultation.ts";
import type { Interest } from "../../shared/contract/interest.ts";
import type { ViewDocument } from "./change-partition.ts";
import type { ConsultationFacts } from "./consultation-facts.ts";
import type { Counts } from "./counts.ts";
import type { InterestFacts } from "./interest-facts.ts";
import type { ProjectOfName } from "./present-project.ts";
import type { StartFacts } from "./start-facts.ts";

// What the two containers hold. Sort keys have a name of their own for each list: so an index has nothing but that list.

/** A customer's interest, in the customer's partition. */
export type MyInterestDocument = ViewDocument & {
  kind: "interest";
  interestKey: string;
  version: number;
  interest: Interest;
};

/** A customer's consultation, in the customer's partition. */
export type MyConsultationDocument = ViewDocument & {
  kind: "consultation";
  consultationKey: string;
  version: number;
  consultation: Consultation;
};

/** The name of a salesman or consultant, as the last match that named it said. */
export type PersonDocument = ViewDocument & { kind: "person" } & Named;

export type Named = { name?: string; namedAt: string; namedBy: string };

/** A project, and every projectname that it has had: where its name is changed, it has to go from the former. */
export type ProjectDocument = ViewDocument & {
  kind: "project";
  projectId: string;
  projectname: string;
  names: readonly string[];
  project: ProjectOfName;
};

/** The projects of one projectname, in the partition of the name (customer-view). */
export type ProjectsDocument = ViewDocument & {
  kind: "projects";
  projects: Readonly<Record<string, ProjectOfName>>;
};

/** What is counted of a projectname, with its projects, in the partition of the name (staff-view). */
export type SummaryDocument = ViewDocument & {
  kind: "summary";
  projectname: string;
  revision: number;
  counts: Counts;
  projects: Readonly<Record<string, ProjectOfName>>;
};

/** What happened on the days of one month: of a projectname in its partition, of all in the overview. */
export type MonthDocument = ViewDocument & {
  kind: "month";
  month: string;
  projectname?: string;
  revision: number;
  counts: Counts;
};

/** What one interest, consultation or start adds to its projectname, in the partition of the name. */
export type ContributionDocument = ViewDocument & { revision: number } & (
    | { kind: "interest"; facts: InterestFacts }
    | { kind: "consultation"; facts: ConsultationFacts }
    | { kind: "start"; facts: StartFacts }
  );

/**
 * A consultation in the partition of one who serves it, or once did. It is in the list (assignmentKey) as long as it is his;
 * the counts, as of `revision` of its facts, are what it adds to his figures.
 */
export type AssignmentDocument = ViewDocument & {
  kind: "assignment";
  assignmentKey?: string;
  version: number;
  consultation?: Consultation;
  revision: number;
  counts: Counts;
};

/** The figures of one salesman, in his partition. */
export type SalesmanDocument = ViewDocument & {
  kind: "salesman";
  salesmanId: string;
  revision: number;
  counts: Counts;
} & Partial<Named>;

/** One projectname in the overview; `revision` is that of the summary it was made from. */
export type RowDocument = ViewDocument & {
  kind: "row";
  revision: number;
  projectname: string;
  counts: Counts;
  project: ProjectOfName | null;
  byName: string;
  byInterested: string;
  byWaiting: string;
  byConsultations: string;
};

/** What one projectname adds to the days of a month, in the overview. */
export type PartDocument = ViewDocument & { kind: "part"; revision: number; counts: Counts };

/** One salesman in the overview. */
export type SalesmanRowDocument = ViewDocument & {
  kind: "salesmanRow";
  revision: number;
  salesmanId: string;
  name?: string;
  counts: Counts;
  salesmanById: string;
  salesmanByOpen: string;
  salesmanByWaiting: string;
  salesmanBySuccess: string;
};

/** The sums over all rows of the overview. */
export type TotalsDocument = ViewDocument & { kind: "totals"; counts: Counts };
