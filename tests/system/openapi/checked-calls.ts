import assert from "node:assert/strict";
import { type ApiDocument, conformance } from "../../contract/answer-conformance.ts";
import type { Answer, Product } from "../product.ts";
import { type Call, parametersOf, type Route, routesOf, type ValidCalls } from "./valid-call.ts";

/** Calls whose every answer is held to the document. */
export type Checked = {
  make: (route: Route, call: Call) => Promise<Answer>;
  /** Makes a call that must be refused with that status, naming the field where there is one. */
  refused: (route: Route, call: Call, status: number, what: string, field?: string) => Promise<void>;
  /** What the API holds that a refused call must not change. Alarms, assignments and figures are left out: they come in their own time. */
  held: () => Promise<unknown[]>;
};

/** Makes calls of the running product, and holds its answers to its document. */
export const checkedCalls = (
  document: ApiDocument,
  product: Product,
  callFor: ValidCalls["callFor"],
): Checked => {
  const differences = conformance(document);

  const make: Checked["make"] = async (
    { method, operation },
    { path, query = "", token, headers, body, raw },
  ) => {
    const answer = await product.request(method, query === "" ? path : `${path}?${query}`, {
      ...(token !== undefined && { token }),
      ...(headers && { headers }),
      ...((raw ?? body) !== undefined && { body: raw ?? body }),
    });
    assert.deepEqual(differences(operation, answer), [], `${answer.status} ${JSON.stringify(answer.body)}`);
    assert.ok(answer.status < 500, JSON.stringify(answer.body));
    return answer;
  };

  const refused: Checked["refused"] = async (route, call, status, what, field) => {
    const answer = await make(route, call);
    assert.equal(answer.status, status, `${what}: ${JSON.stringify(answer.body)}`);
    if (field === undefined) return;
    const { errors = [] } = answer.body as { errors?: { path: string }[] };
    const named = errors.some(
      ({ path }) => path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`),
    );
    assert.ok(named, `${what}: ${field} is not named in ${JSON.stringify(errors)}`);
  };

  const held: Checked["held"] = async () => {
    const lists = routesOf(document).filter(
      ({ method, path, operation }) =>
        method === "GET" &&
        !path.includes("{") &&
        operation.security.length > 0 &&
        !/alarms|assignments|statistics/.test(path),
    );
    assert.ok(lists.length >= 2);
    return Promise.all(
      lists.map(async (route) => {
        const call = await callFor(route);
        const query = new URLSearchParams(call.query);
        if (parametersOf(document, route).some(({ name }) => name === "limit")) query.set("limit", "100");
        const { status, body } = await make(route, { ...call, query: query.toString() });
        assert.equal(status, 200);
        return withoutViews(body);
      }),
    );
  };

  return { make, refused, held };
};

/** A list of the views without what comes to it in its own time: how old it is, a project's present state, the match. */
const withoutViews = (body: unknown): unknown => {
  const { asOf, ...list } = body as { asOf?: string; items?: Record<string, unknown>[] };
  if (asOf === undefined) return body;
  const items = list.items?.map(
    ({ project, etag, matchedsalesman, matchedconsultant, salesmanname, consultantname, ...item }) => item,
  );
  return { ...list, items };
};
