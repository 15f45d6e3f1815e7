/** A JSON value as documents hold it. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** A value of the query language: JSON, or undefined for what is not there. */
export type Value = Json | undefined;

/** True for a JSON object (not null, not an array). */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An object's own property; undefined when it is absent or `of` is no object. */
export const property = (of: Value, key: string): Value =>
  isObject(of) && Object.hasOwn(of, key) ? of[key] : undefined;
