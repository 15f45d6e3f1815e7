import type { Rules } from "../broker/rules.ts";
import { correlationFields } from "../filter/rule.ts";
import type { CorrelationFilter, Rule, RuleDefinition } from "../filter/rule.ts";
import { amqpErrors } from "./errors.ts";
import { ManagementError } from "./management-request.ts";
import type { RequestBody } from "./management-request.ts";
import type { Operation, Request } from "./management-operations.ts";
import { amqpTypes } from "./rhea.ts";

// Descriptors of Service Bus's own described types, from the SDK's source.
const descriptor = {
  rule: 0x13700000004,
  emptyAction: 0x13700000005,
  // The filters' descriptors have one digit less, in the SDK too.
  sqlFilter: 0x1370000006,
  correlationFilter: 0x1370000009,
};
const sqlCompatibilityLevel = 20;
const defaultPage = 100;

const rulesOf = ({ entity }: Request): Rules => {
  if (entity.kind === "subscription") return entity.rules;
  const { condition, description } = amqpErrors.notAllowed(
    `${entity.path} is not a subscription: it has no rules.`,
  );
  throw new ManagementError(400, condition, description);
};

const addRule: Operation = (request) => {
  const name = request.body.text("rule-name");
  const description = request.body.map("rule-description");
  if (description.optionalMap("sql-rule-action")?.optionalText("expression") !== undefined) {
    const { condition, description: text } = amqpErrors.notSupported("SQL rule actions are");
    throw new ManagementError(501, condition, text);
  }
  if (!rulesOf(request).add({ name, filter: filterOf(description) }, request.broker.timetable.now())) {
    throw new ManagementError(
      409,
      "com.microsoft:entity-already-exists",
      `There is a rule "${name}" already.`,
    );
  }
  return {};
};

const removeRule: Operation = (request) => {
  const name = request.body.text("rule-name");
  if (rulesOf(request).remove(name)) return {};
  const { condition, description } = amqpErrors.notFound(`${request.entity.path}/Rules/${name}`);
  throw new ManagementError(404, condition, description);
};

const enumerateRules: Operation = (request) => {
  const { body } = request;
  const rules = rulesOf(request).list(
    body.optionalNumber("skip") ?? 0,
    body.optionalNumber("top") ?? defaultPage,
  );
  if (rules.length === 0) return undefined;
  return { rules: rules.map((rule) => ({ "rule-description": describe(rule) })) };
};

const filterOf = (description: RequestBody): RuleDefinition["filter"] => {
  const sql = description.optionalMap("sql-filter");
  if (sql !== undefined) return { kind: "sql", expression: sql.text("expression") };
  const correlation = description.map("correlation-filter");
  const filter: CorrelationFilter = { properties: {} };
  for (const field of correlationFields) {
    const value = correlation.optionalText(dashed(field));
    if (value !== undefined) filter[field] = value;
  }
  for (const [name, value] of correlation.optionalMap("properties")?.entries() ?? []) {
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
      const { condition, description: text } = amqpErrors.notSupported(
        `The type of "${name}" in a correlation filter is`,
      );
      throw new ManagementError(501, condition, text);
    }
    filter.properties[name] = value;
  }
  return { kind: "correlation", ...filter };
};

const describe = (rule: Rule): unknown =>
  amqpTypes.wrap_described(
    [
      describeFilter(rule.filter),
      // The SDK reads the action even when there is none.
      amqpTypes.wrap_described([], descriptor.emptyAction),
      rule.name,
      amqpTypes.wrap_timestamp(rule.createdAt),
    ],
    descriptor.rule,
  );

const describeFilter = (filter: RuleDefinition["filter"]): unknown => {
  if (filter.kind === "sql") {
    return amqpTypes.wrap_described(
      [filter.expression, amqpTypes.wrap_int(sqlCompatibilityLevel)],
      descriptor.sqlFilter,
    );
  }
  const fields = correlationFields.map((field) => filter[field] ?? null);
  return amqpTypes.wrap_described([...fields, filter.properties], descriptor.correlationFilter);
};

const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Adding, removing and listing the rules of a subscription. */
export const ruleOperations: Readonly<Record<string, Operation>> = {
  "add-rule": addRule,
  "remove-rule": removeRule,
  "enumerate-rules": enumerateRules,
};
