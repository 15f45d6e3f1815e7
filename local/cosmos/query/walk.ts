import type { Expression, Select } from "./ast.ts";

/** The expressions directly inside one, those of subqueries included. */
export const children = (expression: Expression): Expression[] => {
  switch (expression.kind) {
    case "literal":
    case "parameter":
    case "name":
      return [];
    case "member":
    case "unary":
      return [expression.of];
    case "index":
      return [expression.of, expression.key];
    case "binary":
      return [expression.left, expression.right];
    case "in":
      return [expression.of, ...expression.items];
    case "like":
      return [expression.of, expression.pattern];
    case "conditional":
      return [expression.test, expression.then, expression.otherwise];
    case "call":
      return expression.args;
    case "object":
      return expression.entries.map(([, value]) => value);
    case "array":
      return expression.items;
    case "subquery":
      return expressionsOf(expression.query);
  }
};

/** The expressions directly inside a SELECT. */
export const expressionsOf = (select: Select): Expression[] => [
  ...select.items.map(({ expression }) => expression),
  ...select.sources.map(({ of }) => of),
  ...select.groupBy,
  ...select.orderBy.map(({ expression }) => expression),
  ...[select.top, select.where, select.offset, select.limit].filter((part) => part !== undefined),
];

/** True when `test` holds for the expression or for one at any depth in it. */
export const some = (expression: Expression, test: (part: Expression) => boolean): boolean =>
  test(expression) || children(expression).some((child) => some(child, test));

/** The names of all parameters in a SELECT. */
export const parametersOf = (select: Select): Set<string> => {
  const names = new Set<string>();
  for (const expression of expressionsOf(select)) {
    some(expression, (part) => {
      if (part.kind === "parameter") names.add(part.name);
      return false;
    });
  }
  return names;
};

/** The conditions that a WHERE joins with AND. */
export const conjunctsOf = (where: Expression | undefined): Expression[] => {
  if (where === undefined) return [];
  return where.kind === "binary" && where.operator === "AND"
    ? [...conjunctsOf(where.left), ...conjunctsOf(where.right)]
    : [where];
};

/** The property names from an alias to a member (`c.a.b` is ["a", "b"]); undefined when the expression is no such path. */
export const pathFrom = (alias: string | undefined, expression: Expression): string[] | undefined => {
  if (expression.kind === "name") return expression.name === alias ? [] : undefined;
  if (expression.kind !== "member") return undefined;
  const path = pathFrom(alias, expression.of);
  return path && [...path, expression.key];
};
