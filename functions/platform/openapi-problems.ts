import { WrongState } from "../../shared/domain/errors.ts";
import { HttpRefusal, type Kind, kinds, problemOf } from "../../shared/http/problem.ts";
import type { RouteSpec } from "../../shared/http/route.ts";

/** Every kind of problem that a route can answer with: those that follow from its fields, then those it names. */
export const problemsOf = (spec: RouteSpec): Kind[] => {
  const takesBody = spec.body !== undefined || spec.streams !== undefined;
  const checked =
    takesBody || spec.query !== undefined || spec.conditional === true || spec.idempotent === true;
  const open = spec.roles === "public";
  const found: (Kind | false)[] = [
    checked && "invalid",
    !open && "unauthenticated",
    !open && spec.roles !== "signed in" && "forbidden",
    spec.params !== undefined && "not-found",
    spec.conditional === true && "stale-version",
    takesBody && "too-large",
    takesBody && "unsupported-media-type",
    spec.idempotent === true && "idempotency-key-reused",
    ...(spec.refuses ?? []),
    "internal",
    spec.method !== "GET" && "contended",
    !open && "unavailable",
  ];
  return [...new Set(found.filter((kind) => kind !== false))];
};

/** The problems as OpenAPI responses by status; kinds that share a status are told apart by their examples. */
export const problemResponses = (spec: RouteSpec): Record<string, { name: string; response: unknown }> => {
  const byStatus = Map.groupBy(problemsOf(spec), (kind) => kinds[kind].status);
  return Object.fromEntries(
    [...byStatus].map(([status, together]) => [
      String(status),
      { name: together.map(nameOf).join("Or"), response: responseOf(status, together) },
    ]),
  );
};

const nameOf = (kind: Kind): string =>
  kind.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

const responseOf = (status: number, together: Kind[]): unknown => ({
  description: together.map((kind) => kinds[kind].title).join(", or: "),
  headers: {
    "x-correlation-id": { $ref: "#/components/headers/x-correlation-id" },
    ...(status === 401 && { "WWW-Authenticate": text("The scheme to sign in with") }),
    ...(status === 415 && { Accept: text("The media types that are taken") }),
    ...(status === 503 && { "Retry-After": text("Seconds after which another try makes sense") }),
  },
  content: {
    "application/problem+json": {
      schema: { $ref: "#/components/schemas/Problem" },
      examples: Object.fromEntries(
        together.map((kind) => [kind, { summary: kinds[kind].title, value: exampleOf(kind) }]),
      ),
    },
  },
});

const text = (description: string): unknown => ({ description, schema: { type: "string" } });

/** What the API itself would answer, so that an example can't differ from the truth. */
const exampleOf = (kind: Kind): unknown => {
  const { body } = problemOf(
    errors[kind] ?? new HttpRefusal(kind, details[kind]),
    "7b0c2f0e-5a51-4c5e-9f0a-3d3c5b1f2a10",
  );
  return JSON.parse(body as string);
};

const errors: Partial<Record<Kind, Error>> = {
  invalid: new HttpRefusal("invalid", "Correct projectname and send it again.", {
    errors: [{ path: "projectname", message: "Invalid input: expected string, received undefined" }],
  }),
  "wrong-state": new WrongState("An ended project can't be changed.", "ended", ["planned", "started"]),
};

const details: Record<Kind, string> = {
  invalid: "Correct the named fields and send it again.",
  unauthenticated: "Send a bearer token.",
  forbidden: "Only for Staff.",
  "not-found": "There is no such project.",
  "method-not-allowed": "Use GET.",
  "wrong-state": "This is not possible in the state that it is in.",
  "already-exists": "This project exists already.",
  "stale-version": "It was changed since you read it. Read it again and repeat your change.",
  "too-large": "The body may have at most 262144 bytes.",
  "unsupported-media-type": "Send application/json, in UTF-8.",
  "idempotency-key-reused":
    "This Idempotency-Key was used before for another request. Use a new key for a new request.",
  internal: "The error was noted. Try again, or tell us the instance.",
  contended: "Many are changing this at once. Nothing was changed; try again.",
  unavailable: "A service that we need does not answer. Nothing was lost; try again.",
};
