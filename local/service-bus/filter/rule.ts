import { selects } from "./evaluate.ts";
import { parseSqlFilter } from "./parser.ts";
import type { Expression } from "./parser.ts";
import type { FilterSubject, SystemProperty, Value } from "./subject.ts";

/** The fields of a correlation filter that are message properties, in the order of the wire format. */
export const correlationFields = [
  "correlationId",
  "messageId",
  "to",
  "replyTo",
  "label",
  "sessionId",
  "replyToSessionId",
  "contentType",
] as const;

/** What a correlation filter asks for: every field that is given must be equal. */
export type CorrelationFilter = Partial<Record<(typeof correlationFields)[number], string>> & {
  properties: Record<string, string | number | boolean>;
};

/** A rule as stored and as managed over AMQP. */
export type RuleDefinition = {
  name: string;
  filter: { kind: "sql"; expression: string } | ({ kind: "correlation" } & CorrelationFilter);
};

/** A rule ready to be asked. */
export type Rule = RuleDefinition & {
  readonly createdAt: number;
  matches(subject: FilterSubject): boolean;
};

/** The rule that a new subscription has when none is given: everything. */
export const defaultRule: RuleDefinition = { name: "$Default", filter: { kind: "sql", expression: "1=1" } };

/** Makes a rule that can be asked. Throws SqlFilterError for an expression that is none. */
export const compileRule = (definition: RuleDefinition, createdAt: number): Rule => {
  const { filter } = definition;
  if (filter.kind === "correlation") {
    return { ...definition, createdAt, matches: (subject) => correlates(filter, subject) };
  }
  const expression: Expression = parseSqlFilter(filter.expression);
  return { ...definition, createdAt, matches: (subject) => selects(expression, subject) };
};

const correlates = (filter: CorrelationFilter, subject: FilterSubject): boolean =>
  correlationFields.every((field) => {
    const wanted = filter[field];
    return wanted === undefined || subject.system[field.toLowerCase() as SystemProperty] === wanted;
  }) &&
  Object.entries(filter.properties).every(([name, wanted]) =>
    same(subject.user.get(name.toLowerCase()), wanted),
  );

const same = (value: Value | undefined, wanted: string | number | boolean): boolean =>
  value === wanted || (value instanceof Date && value.toISOString() === wanted);
