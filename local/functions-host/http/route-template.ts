import { HostError } from "../host-error.ts";

/** One `/`-separated part of a route template, in the order in which routes are tried (ASP.NET Core's precedence). */
type Segment = { shape: string } & (
  | { kind: "literal"; text: string }
  | { kind: "pattern"; regex: RegExp; names: string[]; checks: Check[][]; constrained: boolean }
  | { kind: "parameter"; name: string; checks: Check[]; optional: boolean; otherwise: string | undefined }
  | { kind: "catchAll"; name: string; checks: Check[]; otherwise: string | undefined }
);

type Check = (value: string) => boolean;

/** A parsed route template; `match` gives the route's parameters, or undefined when the path is another's. */
export type RouteTemplate = {
  /** Sorts before other routes when smaller: literal, constrained, parameter, catch-all, segment by segment. */
  precedence: readonly number[];
  /** The same for two templates that match exactly the same paths. */
  shape: string;
  match: (segments: readonly string[]) => Record<string, string> | undefined;
};

const integer =
  (least: bigint, most: bigint): Check =>
  (value) => {
    if (!/^[+-]?\d{1,19}$/.test(value)) return false;
    const number = BigInt(value);
    return number >= least && number <= most;
  };

const byName: Record<string, (argument: string) => Check> = {
  int: () => integer(-(2n ** 31n), 2n ** 31n - 1n),
  long: () => integer(-(2n ** 63n), 2n ** 63n - 1n),
  alpha: () => (value) => /^[a-z]*$/i.test(value),
  bool: () => (value) => /^(?:true|false)$/i.test(value),
  guid: () => (value) =>
    /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\{[0-9a-f-]{36}\}|\([0-9a-f-]{36}\))$/i.test(
      value,
    ),
  decimal: () => (value) => /^[+-]?\d+(?:\.\d+)?$/.test(value),
  double: () => (value) => /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(value),
  float: () => (value) => /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(value),
  datetime: () => (value) => !Number.isNaN(Date.parse(value)),
  required: () => (value) => value !== "",
  minlength: (least) => (value) => value.length >= Number(least),
  maxlength: (most) => (value) => value.length <= Number(most),
  length: (argument) => {
    const [least = "", most = least] = argument.split(",");
    return (value) => value.length >= Number(least) && value.length <= Number(most);
  },
  min: (least) => (value) => /^[+-]?\d+$/.test(value) && Number(value) >= Number(least),
  max: (most) => (value) => /^[+-]?\d+$/.test(value) && Number(value) <= Number(most),
  range: (argument) => {
    const [least = "", most = ""] = argument.split(",");
    return (value) =>
      /^[+-]?\d+$/.test(value) && Number(value) >= Number(least) && Number(value) <= Number(most);
  },
  regex: (source) => {
    const regex = new RegExp(source, "i");
    return (value) => regex.test(value);
  },
};

const parameter = /\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}/g;
const escapeRegex = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** Parses an ASP.NET Core route template as Azure Functions uses them; throws, naming `where`, when it cannot. */
export const parseRoute = (template: string, where: string): RouteTemplate => {
  if (template.startsWith("/") || template.startsWith("~")) {
    throw new HostError(`${where}: the route "${template}" must not start with "/" or "~".`);
  }
  const segments = splitTemplate(template).map((text) => parseSegment(text, where));
  const last = segments.length - 1;
  segments.forEach((segment, index) => {
    if (segment.kind === "catchAll" && index !== last) {
      throw new HostError(
        `${where}: the catch-all {*${segment.name}} must be the last part of "${template}".`,
      );
    }
  });
  return {
    precedence: segments.map(rank),
    shape: segments.map(({ shape }) => shape).join("/"),
    match: (path) => matchSegments(segments, path),
  };
};

/** Orders two templates so that the more specific one is tried first. */
export const comparePrecedence = (a: RouteTemplate, b: RouteTemplate): number => {
  for (let index = 0; index < Math.max(a.precedence.length, b.precedence.length); index += 1) {
    // Where one template has ended, the other may go on with an optional part: the shorter one is more specific.
    const difference = (a.precedence[index] ?? 0) - (b.precedence[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

const rank = (segment: Segment): number => {
  switch (segment.kind) {
    case "literal":
      return 1;
    case "pattern":
      return segment.constrained ? 2 : 2.5;
    case "parameter":
      return segment.checks.length > 0 ? 3 : 4;
    case "catchAll":
      return segment.checks.length > 0 ? 5 : 6;
  }
};

// A slash inside {…} (as in a regex constraint) does not end a segment.
const splitTemplate = (template: string): string[] => {
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (const letter of template) {
    if (letter === "{") depth += 1;
    if (letter === "}") depth -= 1;
    if (letter === "/" && depth === 0) {
      parts.push(part);
      part = "";
    } else part += letter;
  }
  parts.push(part);
  return parts.filter((text) => text !== "");
};

const parseSegment = (text: string, where: string): Segment => {
  const found = [...text.matchAll(parameter)];
  if (found.length === 0) return { kind: "literal", text: text.toLowerCase(), shape: text.toLowerCase() };
  const [first] = found;
  if (found.length === 1 && first?.[0] === text) return parseParameter(first[1] ?? "", where);
  const names: string[] = [];
  const checks: Check[][] = [];
  let source = "";
  let end = 0;
  for (const match of found) {
    const inner = parseParameter(match[1] ?? "", where);
    if (inner.kind !== "parameter" || inner.optional || inner.otherwise !== undefined) {
      throw new HostError(`${where}: the part "${text}" mixes text with an optional or catch-all parameter.`);
    }
    source += `${escapeRegex(text.slice(end, match.index))}(.+?)`;
    end = match.index + match[0].length;
    names.push(inner.name);
    checks.push(inner.checks);
  }
  source += escapeRegex(text.slice(end));
  return {
    kind: "pattern",
    shape: source,
    regex: new RegExp(`^${source}$`, "i"),
    names,
    checks,
    constrained: checks.some((list) => list.length > 0),
  };
};

const parseParameter = (inner: string, where: string): Segment => {
  const match = /^(\*{0,2})(\w[\w-]*)((?::[^(:=?]+(?:\(.*?\))?(?=[:=?]|$))*)(\?)?(?:=(.*))?$/.exec(inner);
  if (match === null) throw new HostError(`${where}: cannot read the route parameter {${inner}}.`);
  const [, stars = "", name = "", constraints = "", question, otherwise] = match;
  const checks = [...constraints.matchAll(/:([^(:]+)(?:\((.*?)\)(?=:|$))?/g)].map(
    ([, constraint = "", argument = ""]) => {
      const make = byName[constraint.toLowerCase()];
      if (make === undefined || !Object.hasOwn(byName, constraint.toLowerCase())) {
        throw new HostError(
          `${where}: the route constraint "${constraint}" is unknown. Known: ${Object.keys(byName).join(", ")}.`,
        );
      }
      return make(argument);
    },
  );
  if (stars !== "") return { kind: "catchAll", shape: `{*${constraints}}`, name, checks, otherwise };
  return {
    kind: "parameter",
    shape: `{${constraints}}`,
    name,
    checks,
    optional: question !== undefined,
    otherwise,
  };
};

const matchSegments = (
  segments: readonly Segment[],
  path: readonly string[],
): Record<string, string> | undefined => {
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const value = path[index];
    if (segment.kind === "catchAll") {
      const rest = path.slice(index).join("/");
      const taken = rest === "" ? segment.otherwise : rest;
      if (taken !== undefined) {
        if (!segment.checks.every((check) => check(taken))) return undefined;
        params[segment.name] = taken;
      }
      return params;
    }
    if (value === undefined) {
      if (segment.kind !== "parameter" || !(segment.optional || segment.otherwise !== undefined))
        return undefined;
      if (segment.otherwise !== undefined) params[segment.name] = segment.otherwise;
    } else if (segment.kind === "literal") {
      if (value.toLowerCase() !== segment.text) return undefined;
    } else if (segment.kind === "parameter") {
      if (!segment.checks.every((check) => check(value))) return undefined;
      params[segment.name] = value;
    } else {
      const match = segment.regex.exec(value);
      if (match === null) return undefined;
      for (const [at, name] of segment.names.entries()) {
        const part = match[at + 1] ?? "";
        if (!(segment.checks[at] ?? []).every((check) => check(part))) return undefined;
        params[name] = part;
      }
    }
  }
  return path.length > segments.length ? undefined : params;
};
