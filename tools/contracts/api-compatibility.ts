import { escape } from "./json-lines.ts";
import { brokenIn } from "./schema-variance.ts";
import type { Broken, Placed, Root } from "./schema-variance.ts";

type Json = Record<string, unknown>;
type Operation = { name: string; pointer: string; operation: Json };

/**
 * What of a change from one OpenAPI document to another breaks callers: a route or method that is gone, a role that may no
 * longer, a parameter or body that asks for more, an answer that says less. New routes, optional parameters and fields,
 * and further kinds of errors are free: every error is a problem, and callers ignore fields that they do not know.
 */
export const brokenRoutes = (was: Root, is: Root): Broken[] => {
  const now = new Map(operationsOf(is).map((operation) => [keyOf(operation.name), operation]));
  return operationsOf(was).flatMap((before) => {
    const after = now.get(keyOf(before.name));
    if (after === undefined) {
      const gone = { path: before.name, change: "the route is gone" };
      return [{ ...gone, was: before.pointer, is: before.pointer }];
    }
    return [
      ...callersOf(before, after),
      ...parametersOf(before, after, was, is),
      ...bodyOf(before, after, was, is),
      ...answersOf(before, after, was, is),
    ];
  });
};

const methods = new Set(["get", "post", "put", "patch", "delete", "head", "options"]);

const operationsOf = (document: Root): Operation[] =>
  Object.entries((document["paths"] ?? {}) as Record<string, Json>).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.has(method))
      .map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${path}`,
        pointer: `/paths/${escape(path)}/${method}`,
        operation: operation as Json,
      })),
  );

/** What a parameter in a path is called is nobody's business on the wire. */
const keyOf = (name: string): string => name.replaceAll(/\{[^}]+\}/g, "{}");

const at = (before: Operation, after: Operation, what: string, change: string, below = ""): Broken => ({
  path: `${before.name}${what}`,
  change,
  was: `${before.pointer}${below}`,
  is: `${after.pointer}${below}`,
});

const callersOf = (before: Operation, after: Operation): Broken[] => {
  const [open, openNow] = [before, after].map(({ operation }) => listOf(operation["security"]).length === 0);
  if (open === true && openNow === false) return [at(before, after, "", "it now needs a token", "/security")];
  const roles = rolesOf(before);
  const rolesNow = rolesOf(after);
  if (rolesNow === undefined) return [];
  if (roles === undefined) {
    return open === true ? [] : [at(before, after, "", `only ${rolesNow.join(", ")} may now`, "/x-roles")];
  }
  return roles
    .filter((role) => !rolesNow.includes(role))
    .map((role) => at(before, after, "", `${role} may no longer`, "/x-roles"));
};

const rolesOf = ({ operation }: Operation): string[] | undefined =>
  operation["x-roles"] as string[] | undefined;

type Parameter = { name: string; in: string; required?: boolean; schema?: unknown };

const parametersOf = (before: Operation, after: Operation, was: Root, is: Root): Broken[] => {
  const known = parametersIn(before, was);
  const now = parametersIn(after, is);
  const same = ({ parameter }: { parameter: Parameter }) => `${parameter.in} ${parameter.name.toLowerCase()}`;
  const gone = known
    .filter((one) => one.parameter.in !== "path" && !now.some((other) => same(other) === same(one)))
    .map((one) => at(before, after, ` ${same(one)}`, "the parameter is gone", "/parameters"));
  const asked = now
    .filter((one) => one.parameter.in !== "path" && one.parameter.required === true)
    .filter((one) => known.find((other) => same(other) === same(one))?.parameter.required !== true)
    .map((one) => at(before, after, ` ${same(one)}`, "the parameter is now required", "/parameters"));
  const narrowed = known.flatMap((one) => {
    const other = now.find((candidate) => same(candidate) === same(one));
    if (other === undefined) return [];
    const pair = { path: `${before.name} ${same(one)}`, was: schemaIn(one), is: schemaIn(other) };
    return brokenIn(pair, "request", was, is);
  });
  return [...gone, ...asked, ...narrowed];
};

const parametersIn = ({ operation, pointer }: Operation, root: Root) =>
  listOf(operation["parameters"]).map((parameter, index) => {
    const found = follow({ schema: parameter, pointer: `${pointer}/parameters/${index}` }, root);
    return { parameter: found.schema as Parameter, pointer: found.pointer };
  });

const schemaIn = ({ parameter, pointer }: { parameter: Parameter; pointer: string }): Placed => ({
  schema: parameter.schema ?? {},
  pointer: `${pointer}/schema`,
});

const bodyOf = (before: Operation, after: Operation, was: Root, is: Root): Broken[] => {
  const [asked, now] = [before, after].map(({ operation }) => operation["requestBody"] as Json | undefined);
  if (now?.["required"] === true && asked?.["required"] !== true) {
    return [at(before, after, " body", "a body is now required", "/requestBody")];
  }
  if (asked === undefined) return [];
  return contentOf(before, after, asked, now ?? {}, { what: "body", below: "/requestBody" }).flatMap(
    (found) => ("change" in found ? [found] : brokenIn(found, "request", was, is)),
  );
};

const answersOf = (before: Operation, after: Operation, was: Root, is: Root): Broken[] => {
  const [known, now] = [before, after].map(({ operation }) => (operation["responses"] ?? {}) as Json);
  const isSuccess = (status: string): boolean => status.startsWith("2");
  const unknown = Object.keys(now ?? {})
    .filter((status) => isSuccess(status) && !(status in (known ?? {})))
    .map((status) =>
      at(before, after, ` ${status}`, "this success is new to callers", `/responses/${status}`),
    );
  const kept = Object.entries(known ?? {}).flatMap(([status, answer]) => {
    const below = `/responses/${status}`;
    if (!isSuccess(status)) return [];
    if (now?.[status] === undefined) return [at(before, after, ` ${status}`, "the answer is gone", below)];
    const old = follow({ schema: answer, pointer: `${before.pointer}${below}` }, was);
    const current = follow({ schema: now[status], pointer: `${after.pointer}${below}` }, is);
    const [headers, headersNow] = [old, current].map(
      ({ schema }) => ((schema as Json)["headers"] ?? {}) as Json,
    );
    const lost = Object.keys(headers ?? {})
      .filter(
        (name) => !Object.keys(headersNow ?? {}).some((other) => other.toLowerCase() === name.toLowerCase()),
      )
      .map((name) => at(before, after, ` ${status}`, `the header ${name} is gone`, `${below}/headers`));
    const content = contentOf(before, after, old.schema as Json, current.schema as Json, {
      what: status,
      below,
    });
    return [
      ...lost,
      ...content.flatMap((found) => ("change" in found ? [found] : brokenIn(found, "answer", was, is))),
    ];
  });
  return [...unknown, ...kept];
};

/** The schemas of the same media types, and the types that are gone. */
const contentOf = (
  before: Operation,
  after: Operation,
  was: Json,
  is: Json,
  { what, below }: { what: string; below: string },
): (Broken | { path: string; was: Placed; is: Placed })[] => {
  const [known, now] = [was, is].map((holder) => (holder["content"] ?? {}) as Record<string, Json>);
  return Object.entries(known ?? {}).map(([type, media]) => {
    const place = `${below}/content/${escape(type)}`;
    const other = now?.[type];
    if (other === undefined)
      return at(before, after, ` ${what}`, `the type ${type} is gone`, `${below}/content`);
    return {
      path: `${before.name} ${what} $`,
      was: { schema: media["schema"] ?? {}, pointer: `${before.pointer}${place}/schema` },
      is: { schema: other["schema"] ?? {}, pointer: `${after.pointer}${place}/schema` },
    };
  });
};

const follow = (placed: Placed, root: Root): Placed => {
  const ref = (placed.schema as Json)["$ref"];
  if (typeof ref !== "string") return placed;
  let found: unknown = root;
  for (const name of ref.slice(2).split("/")) found = (found as Json | undefined)?.[name];
  if (found === undefined) throw new Error(`The reference ${ref} leads nowhere.`);
  return { schema: found, pointer: ref.slice(1) };
};

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
