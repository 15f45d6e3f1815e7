import type { Consultation } from "../shared/contract/consultation.ts";
import { eventDocumentId } from "../shared/cosmos/documents.ts";
import type { ViewEvent } from "../functions/views/view-events.ts";
import type { ViewStore } from "./view-store.ts";

const names = (word: string, count: number): string[] =>
  Array.from({ length: count }, (_, number) => `${word}-${number}`);

export const customers = names("customer", 101);
export const salesmen = names("salesman", 3);
export const projectnames = names("벤치사업", 25);

const one = <Item>(items: readonly Item[], number: number): Item => {
  const item = items[number % items.length];
  if (item === undefined) throw new Error("There is nothing to choose from.");
  return item;
};

const enclosed = (subject: string, drafts: readonly { type: string; data: unknown }[]): ViewEvent[] =>
  drafts.map(
    ({ type, data }, index) =>
      ({
        specversion: "1.0",
        id: `${subject}-${index + 1}`,
        source: "/contexts/bench",
        type,
        subject,
        time: new Date(Date.parse("2027-03-01T00:00:00.000Z") + index * 600_000).toISOString(),
        datacontenttype: "application/json",
        dataversion: 1,
        aggregateversion: index + 1,
        correlationid: "bench",
        data,
      }) as unknown as ViewEvent,
  );

/** The histories of so many aggregates: a consultation with four events and three interests by turns, and the projects. */
export const aggregates = (count: number): ViewEvent[][] => [
  ...projectnames.map((projectname, number) =>
    enclosed(`p${number}`, [
      {
        type: "ProjectCreated",
        data: { projectId: `p${number}`, projectname, year: 2027, status: "planned" },
      },
    ]),
  ),
  ...Array.from({ length: count }, (_, number) =>
    number % 4 === 3 ? consultation(number) : interest(number),
  ),
];

const interest = (number: number): ViewEvent[] =>
  enclosed(`i${number}`, [
    {
      type: "InterestCreated",
      data: {
        ...customer(number),
        interestId: `i${number}`,
        projectname: one(projectnames, number),
        interest: 1,
        adConsent: false,
        nightConsent: false,
        matchedsalesman: null,
      },
    },
  ]);

const consultation = (number: number): ViewEvent[] => {
  const asked: Consultation = {
    ...customer(number),
    consultationId: `c${number}`,
    projectname: one(projectnames, number),
    content: "비용이 궁금합니다.",
    matchedsalesman: null,
    matchedconsultant: null,
    step: "requested",
    requestedAt: "2027-03-01T00:00:00.000Z",
  };
  // The eighth is the first salesman's: the bench multiplies it.
  const given = { ...asked, matchedsalesman: number === 7 ? (salesmen[0] ?? null) : one(salesmen, number) };
  return enclosed(`c${number}`, [
    { type: "ConsultationCreated", data: asked },
    { type: "ConsultationEdited", data: { ...given, changed: ["matchedsalesman"], matchVersion: 1 } },
    { type: "ConsultationProgressed", data: { ...given, step: "accepted", from: "requested" } },
    { type: "ConsultationProgressed", data: { ...given, step: "in progress", from: "accepted" } },
  ]);
};

const customer = (number: number) => ({
  customerId: one(customers, number),
  customername: "벤치",
  phone: "010-0000-0001",
});

/** Stores a history as its core context does. */
export const commit = async ({ container }: ViewStore, history: readonly ViewEvent[]): Promise<void> => {
  const [first] = history;
  if (!first) return;
  const source = first.type.startsWith("Project")
    ? "project"
    : first.type.startsWith("Interest")
      ? "interest"
      : "consultation";
  const operations = history.map((event) => ({
    operationType: "Create" as const,
    resourceBody: {
      id: eventDocumentId(event.aggregateversion),
      aggregateId: event.subject,
      kind: "event",
      event: JSON.parse(JSON.stringify(event)) as never,
    },
  }));
  await container(source).items.batch(operations, first.subject);
};
