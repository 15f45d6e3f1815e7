import { randomUUID } from "node:crypto";
import assert from "node:assert/strict";
import {
  type ApiDocument,
  type ApiOperation,
  type ApiParameter,
  resolved,
} from "../../contract/answer-conformance.ts";
import type { Product } from "../product.ts";

/** An operation at its place in the document. */
export type Route = { method: string; path: string; operation: ApiOperation };

/** A request to be made; `raw` is a body that is sent as it is. */
export type Call = {
  path: string;
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

/** Makes calls that must succeed: the document's own examples, with things that are there. */
export const validCalls = (
  document: ApiDocument,
  product: Product,
): { tokenFor: (route: Route) => Promise<string>; callFor: (route: Route) => Promise<Call> } => {
  const routes = routesOf(document);
  const routeNamed = (operationId: string): Route => {
    const route = routes.find(({ operation }) => operation.operationId === operationId);
    assert.ok(route, `the document has no ${operationId}`);
    return route;
  };
  const tokens = new Map<string, Promise<string>>();

  const tokenFor = ({ operation }: Route): Promise<string> => {
    const role = operation["x-roles"]?.[0] ?? "Customer";
    const known = tokens.get(role) ?? product.token(`${role.toLowerCase()}-1`, [role], "김하늘");
    tokens.set(role, known);
    return known;
  };

  const made = async (route: Route, body: object, field: string): Promise<string> => {
    const token = await tokenFor(route);
    const answer = await product.request(route.method, route.path, { token, body });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    const id = (answer.body as Record<string, unknown>)[field];
    assert.ok(typeof id === "string");
    return id;
  };

  const exampleOf = (route: Route): object =>
    route.operation.requestBody?.content["application/json"]?.example ?? {};

  /** A thing for a parameter of a path, new each time. */
  const things: Record<string, () => Promise<string>> = {
    projectId: () => {
      const route = routeNamed("createProject");
      return made(route, { ...exampleOf(route), projectname: `사업 ${randomUUID()}` }, "projectId");
    },
    interestId: () => {
      const route = routeNamed("createInterest");
      return made(route, { ...exampleOf(route), projectname: `사업 ${randomUUID()}` }, "interestId");
    },
    asset: () => Promise.resolve("init.js"),
  };

  /** What must have happened to a thing before. */
  const first: Record<string, string> = {
    endProject: "startProject",
    getProjectNotifications: "startProject",
  };

  const callFor = async (route: Route): Promise<Call> => {
    const params: Record<string, string> = {};
    for (const parameter of parametersOf(document, route).filter(({ in: place }) => place === "path")) {
      const thing = things[parameter.name];
      assert.ok(thing, `there is no way to make a ${parameter.name}: add one here`);
      params[parameter.name] = await thing();
    }
    const token = route.operation.security.length > 0 ? { token: await tokenFor(route) } : {};
    const before = first[route.operation.operationId];
    if (before !== undefined) {
      const earlier = routeNamed(before);
      const path = pathWith(earlier.path, params);
      const answer = await product.request(earlier.method, path, { ...token, body: exampleOf(earlier) });
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
    }
    return {
      path: pathWith(route.path, params),
      ...token,
      ...(route.operation.requestBody && { body: exampleOf(route) }),
    };
  };

  return { tokenFor, callFor };
};
