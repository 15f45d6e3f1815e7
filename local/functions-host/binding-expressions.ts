import { randomUUID } from "node:crypto";

/** What a trigger knows about its event: `{name}` in another binding's options looks here, without regard to case. */
export type BindingData = Record<string, unknown>;

const expression = /\{([^{}]+)\}/g;

/** Replaces each `{name}` (or `{a.b}`) by the trigger's value; throws when the trigger has no such value. */
export const bind = (template: string, data: BindingData): string =>
  template.replaceAll(expression, (_, name: string) => {
    const value = lookUp(name, data);
    return typeof value === "string" ? value : JSON.stringify(value);
  });

/** The query text with each `{name}` turned into a parameter, as Azure does, so that a value can never change the query. */
export const bindQuery = (
  query: string,
  data: BindingData,
): { query: string; parameters: { name: string; value: string | number | boolean | null }[] } => {
  const parameters = new Map<string, string | number | boolean | null>();
  const text = query.replaceAll(expression, (_, name: string) => {
    const parameterName = `@${name.replaceAll(/[^a-zA-Z0-9_]/g, "_")}`;
    const value = lookUp(name, data);
    parameters.set(parameterName, isScalar(value) ? value : JSON.stringify(value));
    return parameterName;
  });
  return { query: text, parameters: [...parameters].map(([name, value]) => ({ name, value })) };
};

const isScalar = (value: unknown): value is string | number | boolean | null =>
  value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean";

const lookUp = (name: string, data: BindingData): unknown => {
  switch (name.toLowerCase()) {
    case "rand-guid":
      return randomUUID();
    case "datetime":
      return new Date().toISOString();
  }
  let value: unknown = data;
  for (const part of name.split(".")) {
    value = property(value, part);
    if (value === undefined) {
      throw new Error(`The binding expression {${name}} has no value: the trigger gives ${known(data)}.`);
    }
  }
  return value;
};

const property = (value: unknown, name: string): unknown => {
  if (typeof value !== "object" || value === null) return undefined;
  if (Object.hasOwn(value, name)) return (value as Record<string, unknown>)[name];
  const lower = name.toLowerCase();
  const key = Object.keys(value).find((candidate) => candidate.toLowerCase() === lower);
  return key === undefined ? undefined : (value as Record<string, unknown>)[key];
};

const known = (data: BindingData): string => Object.keys(data).join(", ") || "nothing";

/** The fields of a JSON object in text, which Azure offers to binding expressions; nothing when it is no JSON object. */
export const fieldsOf = (text: string): BindingData => {
  if (!text.startsWith("{")) return {};
  try {
    return JSON.parse(text) as BindingData;
  } catch {
    // Not JSON: the message is then its text alone.
    return {};
  }
};
