import type { Value } from "../json.ts";
import type { QueryFunction } from "./functions.ts";

/** A result that JSON cannot hold (NaN, infinite) is undefined. */
export const finite = (result: number): Value => (Number.isFinite(result) ? result : undefined);

const oneNumber = (call: (number: number) => number): QueryFunction => ({
  min: 1,
  max: 1,
  call: ([value]) => (typeof value === "number" ? finite(call(value)) : undefined),
});

/** Half is rounded away from zero, as in .NET's MidpointRounding.AwayFromZero. */
const roundAway = (number: number): number => Math.sign(number) * Math.round(Math.abs(number));

/** The functions over numbers. An argument of another type makes them undefined. */
export const numberFunctions: Readonly<Record<string, QueryFunction>> = {
  ABS: oneNumber(Math.abs),
  CEILING: oneNumber(Math.ceil),
  FLOOR: oneNumber(Math.floor),
  ROUND: oneNumber(roundAway),
  TRUNC: oneNumber(Math.trunc),
  SIGN: oneNumber(Math.sign),
  SQRT: oneNumber(Math.sqrt),
  SQUARE: oneNumber((number) => number * number),
  EXP: oneNumber(Math.exp),
  LOG10: oneNumber(Math.log10),
  POWER: {
    min: 2,
    max: 2,
    call: ([base, exponent]) =>
      typeof base === "number" && typeof exponent === "number" ? finite(base ** exponent) : undefined,
  },
};
