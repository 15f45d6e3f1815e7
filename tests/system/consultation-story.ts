import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { TestContext } from "node:test";
import { CosmosClient } from "@azure/cosmos";
import { eventually } from "./eventually.ts";
import type { Answer, Product } from "./product.ts";
import { alarmsOf, expect, type AlarmBody, type People } from "./story.ts";

/** A dead instance's locks and claims run out within half a minute; a slow machine gets some more. */
export const recovery = { timeoutMs: 120_000 };

/** A consultation as the API shows it. */
export type Consultation = {
  consultationId: string;
  projectname: string;
  customerId: string;
  customername: string;
  content: string;
  region?: string;
  matchedsalesman: string | null;
  matchedconsultant: string | null;
  step: string;
};

/** A person on the roster. */
export type Salesman = {
  salesmanId: string;
  name: string;
  kind: "salesman" | "consultant";
  specialties: string[];
  regions: string[];
  capacity: number;
  available: boolean;
  leave: { from: string; to: string }[];
  load: number;
};

/** A match as the list for staff shows it. */
export type MatchBody = { subject: { type: string; id: string }; state: string; salesmanId: string | null };

/** A match with the whole way there. */
export type MatchView = MatchBody & {
  accepted: boolean;
  attempts: {
    salesmanId: string | null;
    byHand: string | null;
    outcome: string;
    because: string | null;
    reasons: { code: string; text: string }[];
    considered: { salesmanId: string; verdict: string; text: string }[];
  }[];
};

/** A person who is put on the roster by a test. */
export type Person = Partial<Omit<Salesman, "salesmanId" | "load">> & {
  phone?: string;
  workingHours?: { days: number[]; from: string; to: string };
};

/** Puts people on the roster. */
export const register = async (
  product: Product,
  { staff }: People,
  people: Record<string, Person>,
): Promise<void> => {
  for (const [salesmanId, person] of Object.entries(people)) {
    const body = { salesmanId, name: `이 ${salesmanId}`, phone: "010-3333-0001", ...person };
    expect(await product.request("POST", "/salesmen", { token: staff, body }), 201);
  }
};

/** Changes a person's profile. */
export const editPerson = async (
  product: Product,
  { staff }: People,
  salesmanId: string,
  body: Person,
): Promise<void> => {
  expect(await product.request("PATCH", `/salesmen/${salesmanId}`, { token: staff, body }), 200);
};

/** People who are on the roster for one test, and take nothing on after it. */
export const teamFor = async (
  t: TestContext,
  product: Product,
  people: People,
  team: Record<string, Person>,
): Promise<void> => {
  await register(product, people, team);
  t.after(async () => {
    for (const salesmanId of Object.keys(team)) {
      await editPerson(product, people, salesmanId, { available: false });
    }
  });
};

/** The token of a salesman or consultant. */
export const salesman = (product: Product, salesmanId: string): Promise<string> =>
  product.token(salesmanId, ["Salesman"]);

/** CreateConsultation by a customer: 201 or 202. `api` is that of an instance; the first one's when absent. */
export const request = async (
  product: Product,
  people: People,
  customer: number,
  { api = product.api, headers = {}, ...more }: RequestOptions = {},
): Promise<Answer & { body: Consultation }> => {
  const token = await people.customer(customer);
  const body = { projectname: "이음5G 실증사업", phone: "010-4444-0001", content: "도입 비용 문의", ...more };
  const answer = await product.request("POST", `${api}/consultations`, { token, body, headers });
  return expect(answer, 201, 202) as Answer & { body: Consultation };
};

type RequestOptions = Partial<Pick<Consultation, "projectname" | "content" | "region">> & {
  api?: string;
  headers?: Record<string, string>;
};

/** The consultation as staff see it. */
export const consultationOf = async (
  product: Product,
  { staff }: People,
  consultationId: string,
): Promise<Consultation> => {
  const answer = await product.request("GET", `/consultations/${consultationId}`, { token: staff });
  return expect(answer, 200).body as Consultation;
};

/** Accept, reject or progress by the person with that token. */
export const act = (
  product: Product,
  token: string,
  consultationId: string,
  verb: "accept" | "reject" | "progress",
  body?: unknown,
): Promise<Answer> => product.request("POST", `/consultations/${consultationId}/${verb}`, { token, body });

/** Why this one, and why not that one. */
export const matchOf = async (
  product: Product,
  { staff }: People,
  consultationId: string,
): Promise<MatchView> => {
  const path = `/staff/consultations/${consultationId}/match`;
  return expect(await product.request("GET", path, { token: staff }), 200).body as MatchView;
};

/** All that a list has, page by page. */
export const everything = async <Item>(product: Product, token: string, path: string): Promise<Item[]> => {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await product.request("GET", `${path}limit=100${query}`, { token });
    const page = expect(answer, 200).body as { items: Item[]; nextCursor: string | null };
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
};

/** The matches in a state, the longest in it first. */
export const matchesIn = (product: Product, { staff }: People, state: string): Promise<MatchBody[]> =>
  everything(product, staff, `/staff/matches?state=${state}&`);

/** The salesman's alarms of one consultation. */
export const alarmsAbout = async (
  product: Product,
  people: People,
  salesmanId: string,
  consultationId: string,
): Promise<AlarmBody[]> => {
  const alarms = await alarmsOf(product, { ...people, salesman: await salesman(product, salesmanId) });
  return alarms.filter(({ subject }) => subject === consultationId);
};

const open: readonly string[] = ["requested", "accepted", "in progress"];

/** Everyone's load becomes the number of open consultations that name them, and nobody is above their capacity. */
export const capacityIsTrue = async (product: Product, { staff }: People): Promise<Salesman[]> =>
  eventually(async () => {
    const everyone = await everything<Salesman>(product, staff, "/salesmen?");
    const truth = new Map<string, number>();
    for (const one of await everything<Consultation>(product, staff, "/staff/consultations?")) {
      for (const id of open.includes(one.step) ? [one.matchedsalesman, one.matchedconsultant] : []) {
        if (id !== null) truth.set(id, (truth.get(id) ?? 0) + 1);
      }
    }
    assert.deepEqual(
      everyone.map(({ salesmanId, load }) => [salesmanId, load]),
      everyone.map(({ salesmanId }) => [salesmanId, truth.get(salesmanId) ?? 0]),
    );
    for (const { salesmanId, load, capacity } of everyone) assert.ok(load <= capacity, salesmanId);
    return everyone;
  }, recovery);

/** Stores a place for the consultation as a try does that reserves, and is late or dies before it has stored a match. */
export const reserveLate = async (
  { endpoints }: Product,
  salesmanId: string,
  consultationId: string,
): Promise<void> => {
  const client = new CosmosClient(endpoints.cosmos);
  try {
    const { items } = client.database("ktgg").container("matching");
    type Place = { consultationId: string; at: string };
    type Stored = { aggregateId: string; version: number; _etag: string; state: { serving: Place[] } };
    const { resources } = await items
      .query<Stored>({
        query: "SELECT * FROM c WHERE c.kind = 'state' AND c.state.profile.salesmanId = @salesmanId",
        parameters: [{ name: "@salesmanId", value: salesmanId }],
      })
      .fetchAll();
    const [before] = resources;
    assert.ok(before);
    const { aggregateId, state, version: former, _etag: ifMatch, ...document } = before;
    const version = former + 1;
    const place = { consultationId, at: new Date().toISOString() };
    const event = {
      ...{ specversion: "1.0", id: randomUUID(), source: "/contexts/matching", type: "CapacityReserved" },
      ...{ subject: aggregateId, time: place.at, datacontenttype: "application/json", dataversion: 1 },
      ...{ aggregateversion: version, correlationid: randomUUID(), data: place },
    };
    const { code } = await items.batch(
      [
        {
          operationType: "Replace",
          id: "state",
          ifMatch,
          resourceBody: {
            ...{ ...document, id: "state", aggregateId, version },
            state: { ...state, serving: [...state.serving, place] },
          },
        },
        {
          operationType: "Create",
          resourceBody: {
            id: `event-${String(version).padStart(10, "0")}`,
            aggregateId,
            kind: "event",
            event,
          },
        },
      ],
      aggregateId,
    );
    assert.equal(code, 200);
  } finally {
    client.dispose();
  }
};

/** How often each consultation was matched: its SalesmanMatched events, as the context has them for ever. */
export const timesMatched = async ({ endpoints }: Product): Promise<Map<string, number>> => {
  const client = new CosmosClient(endpoints.cosmos);
  try {
    const { resources } = await client
      .database("ktgg")
      .container("matching")
      .items.query<string>(
        "SELECT VALUE c.event.data.subject.id FROM c WHERE c.kind = 'event' AND c.event.type = 'SalesmanMatched'",
      )
      .fetchAll();
    const times = new Map<string, number>();
    for (const id of resources) times.set(id, (times.get(id) ?? 0) + 1);
    return times;
  } finally {
    client.dispose();
  }
};
