import { randomUUID } from "node:crypto";
import assert from "node:assert/strict";
import {
  type ApiDocument,
  type ApiOperation,
  type ApiParameter,
  resolved,
  type Schema,
} from "../../contract/answer-conformance.ts";
import { eventually } from "../eventually.ts";
import type { Answer, Product } from "../product.ts";

/** An operation at its place in the document. */
export type Route = { method: string; path: string; operation: ApiOperation };

/** A request to be made; `raw` is a body that is sent as it is. */
export type Call = {
  path: string;
  query?: string;
  token?: string | undefined;
  headers?: Record<string, string>;
  body?: unknown;
  raw?: string | Uint8Array<ArrayBuffer>;
};

export const routesOf = (document: ApiDocument): Route[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );

export const parametersOf = (document: ApiDocument, { operation }: Route): ApiParameter[] =>
  operation.parameters.map((parameter) => resolved<ApiParameter>(document, parameter));

/** The route's path with these values. */
export const pathWith = (path: string, params: Record<string, string>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));

/** What is asked for where the document does not count the values. */
const asked: Readonly<Record<string, string>> = { projectname: "이음5G 융합서비스 실증사업" };

/** What must be asked for in the query, by the first value that the document allows. */
const requiredQuery = (document: ApiDocument, route: Route): Record<string, string> => {
  const required = parametersOf(document, route).filter((one) => one.in === "query" && one.required);
  return Object.fromEntries(
    required.map(({ name, schema }) => {
      const value = asked[name] ?? valuesOf(document, schema)[0];
      assert.ok(value !== undefined, `there is no way to ask for a ${name}: add one here`);
      return [name, value];
    }),
  );
};

/** The values that a parameter can have, where the document counts them. */
const valuesOf = (document: ApiDocument, schema: Schema): string[] =>
  (resolved<Schema>(document, schema)["enum"] ?? []) as string[];

/** Every value of every such parameter, each in a query of its own. */
export const queriesOf = (document: ApiDocument, route: Route): string[] => {
  const required = requiredQuery(document, route);
  const queries = parametersOf(document, route)
    .filter(({ in: place }) => place === "query")
    .flatMap(({ name, schema }) =>
      valuesOf(document, schema).map((value) =>
        new URLSearchParams({ ...required, [name]: value }).toString(),
      ),
    );
  return queries.length === 0 ? [new URLSearchParams(required).toString()] : queries;
};

/** How to make calls of the running product that must succeed. */
export type ValidCalls = {
  /** A good call by a person of that role; by one of the route's first role when there is none. */
  callFor: (route: Route, role?: string) => Promise<Call>;
  tokenFor: (role: string) => Promise<string>;
};

/** Makes calls that must succeed: the document's own examples, with things that are there. */
export const validCalls = (document: ApiDocument, product: Product): ValidCalls => {
  const routes = routesOf(document);
  const routeNamed = (operationId: string): Route => {
    const route = routes.find(({ operation }) => operation.operationId === operationId);
    assert.ok(route, `the document has no ${operationId}`);
    return route;
  };
  const tokens = new Map<string, Promise<string>>();

  const tokenFor = (role: string): Promise<string> => {
    const known = tokens.get(role) ?? product.token(`${role.toLowerCase()}-1`, [role], "김하늘");
    tokens.set(role, known);
    return known;
  };

  const send = async (operationId: string, params: Record<string, string>, more: object): Promise<Answer> => {
    const route = routeNamed(operationId);
    const token = await tokenFor(firstRole(route));
    const body = { ...exampleOf(route), ...more };
    const path = pathWith(route.path, params);
    const answer = await product.request(route.method, path, {
      token,
      ...(route.operation.requestBody && { body }),
    });
    assert.ok(answer.status < 300, `${operationId}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  };

  const made = async (operationId: string, more: object, field: string): Promise<string> => {
    const { body } = await send(operationId, {}, more);
    const id = (body as Record<string, unknown>)[field];
    assert.ok(typeof id === "string");
    return id;
  };

  /** The salesman of the examples, who serves everybody; away on no day, so that no test depends on its day. */
  let salesman: Promise<Answer> | undefined;
  const aSalesman = (): Promise<Answer> =>
    (salesman ??= send("registerSalesman", {}, { salesmanId: "salesman-1", capacity: 1_000, leave: [] }));

  /** Waits until the thing is matched to that salesman: then nothing about it changes by itself any more. */
  const matched = async (operationId: string, id: Record<string, string>): Promise<void> => {
    await eventually(async () => {
      const { body } = await send(operationId, id, {});
      assert.equal((body as { matchedsalesman: string | null }).matchedsalesman, "salesman-1");
    });
  };

  /** Somebody who is put on the roster and never chosen. */
  const newPerson = (): object => ({
    salesmanId: `salesman-${randomUUID()}`,
    leave: [{ from: "2000-01-01", to: "2999-12-31" }],
  });

  /** A thing for a parameter of a path, new each time. */
  const things: Record<string, () => Promise<string>> = {
    projectId: () => made("createProject", newName(), "projectId"),
    interestId: async () => {
      await aSalesman();
      const interestId = await made("createInterest", newName(), "interestId");
      await matched("getInterest", { interestId });
      return interestId;
    },
    salesmanId: () => made("registerSalesman", newPerson(), "salesmanId"),
    consultationId: async () => {
      await aSalesman();
      const consultationId = await made("createConsultation", {}, "consultationId");
      await matched("getConsultation", { consultationId });
      return consultationId;
    },
    asset: () => Promise.resolve("init.js"),
  };

  /** What must have happened to a thing before. */
  const first: Record<string, string> = {
    endProject: "startProject",
    getProjectNotifications: "startProject",
    progressConsultation: "acceptConsultation",
  };

  /** What a body names that must be there, or must not be there yet. */
  const named: Record<string, () => Promise<object>> = {
    createProject: () => Promise.resolve(newName()),
    createInterest: () => Promise.resolve(newName()),
    registerSalesman: () => Promise.resolve(newPerson()),
    assignConsultation: async () => ({
      salesmanId: await made("registerSalesman", newPerson(), "salesmanId"),
    }),
    createConsultation: async () => {
      await aSalesman();
      return {};
    },
  };

  const callFor = async (route: Route, role = firstRole(route)): Promise<Call> => {
    const params: Record<string, string> = {};
    for (const parameter of parametersOf(document, route).filter(({ in: place }) => place === "path")) {
      const thing = things[parameter.name];
      assert.ok(thing, `there is no way to make a ${parameter.name}: add one here`);
      params[parameter.name] = await thing();
    }
    const { operationId, security, requestBody } = route.operation;
    const before = first[operationId];
    if (before !== undefined) await send(before, params, {});
    return {
      path: pathWith(route.path, params),
      query: new URLSearchParams(requiredQuery(document, route)).toString(),
      ...(security.length > 0 && { token: await tokenFor(role) }),
      ...(requestBody && { body: { ...exampleOf(route), ...(await named[operationId]?.()) } }),
    };
  };

  return { tokenFor, callFor };
};

const newName = (): object => ({ projectname: `사업 ${randomUUID()}` });

const firstRole = ({ operation }: Route): string => operation["x-roles"]?.[0] ?? "Customer";

const exampleOf = ({ operation }: Route): object =>
  operation.requestBody?.content["application/json"]?.example ?? {};
