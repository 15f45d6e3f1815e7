import assert from "node:assert/strict";
import { ServiceBusClient } from "@azure/service-bus";
import type { Answer, Product, Sms } from "./product.ts";

/** The people of a test: two tokens, and one for each customer. */
export type People = {
  staff: string;
  salesman: string;
  customer: (number: number) => Promise<string>;
};

export type ProjectBody = { projectId: string; projectname: string; status: string; year: number };
export type AlarmBody = { alarmId: string; type: string; at: string; subject: string; read: boolean };
export type Counts = { state: string; total: number; counts: Record<string, number> };

export const peopleOf = async (product: Product): Promise<People> => ({
  staff: await product.token("staff-1", ["Staff"], "김지원"),
  salesman: await product.token("salesman-1", ["Salesman"], "박영업"),
  customer: (number) => product.token(`customer-${number}`, ["Customer"], `고객 ${number}`),
});

/** The answer, which has one of these statuses. */
export const expect = (answer: Answer, ...statuses: number[]): Answer => {
  assert.ok(statuses.includes(answer.status), `${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer;
};

export const createProject = async (
  product: Product,
  { staff }: People,
  body: { projectname: string; [field: string]: unknown },
): Promise<ProjectBody> => {
  const answer = await product.request("POST", "/projects", { token: staff, body: { year: 2027, ...body } });
  return expect(answer, 201).body as ProjectBody;
};

export const startProject = async (
  product: Product,
  { staff }: People,
  projectId: string,
  body: unknown = {},
): Promise<void> => {
  expect(await product.request("POST", `/projects/${projectId}/start`, { token: staff, body }), 200);
};

export const endProject = async (product: Product, { staff }: People, projectId: string): Promise<void> => {
  expect(await product.request("POST", `/projects/${projectId}/end`, { token: staff }), 200);
};

export const saveInterest = async (
  product: Product,
  people: People,
  customer: number,
  body: Record<string, unknown>,
): Promise<Answer> => {
  const token = await people.customer(customer);
  return expect(await product.request("POST", "/interests", { token, body }), 200, 201);
};

export const listProjects = async (
  product: Product,
  { staff }: People,
  query: string,
): Promise<ProjectBody[]> => {
  const answer = await product.request("GET", `/projects?${query}`, { token: staff });
  return (expect(answer, 200).body as { items: ProjectBody[] }).items;
};

/** The salesman's newest 100 alarms. */
export const alarmsOf = async (product: Product, { salesman }: People): Promise<AlarmBody[]> => {
  const answer = await product.request("GET", "/me/alarms?limit=100", { token: salesman });
  return (expect(answer, 200).body as { items: AlarmBody[] }).items;
};

export const counts = async (product: Product, { staff }: People, projectId: string): Promise<Counts> => {
  const answer = await product.request("GET", `/staff/projects/${projectId}/notifications`, { token: staff });
  return expect(answer, 200).body as Counts;
};

export const textsTo = (product: Product, e164: string): Promise<Sms[]> =>
  product.outbox(`?to=${encodeURIComponent(e164)}`);

/** Publishes an event as another context would: what matching sends before it exists here. */
export const publish = async (
  product: Product,
  topic: string,
  event: { id: string; type: string },
): Promise<void> => {
  const client = new ServiceBusClient(product.endpoints.serviceBus.connectionString);
  try {
    await client.createSender(topic).sendMessages({ messageId: event.id, subject: event.type, body: event });
  } finally {
    await client.close();
  }
};
