import { v4, v5 } from "uuid";

/** The namespace of every id that is made from a name, so that the same name gives the same id in every process. */
const namespace = "0b0d1b5e-6a0f-5b0e-9c55-6b7467670001";

/** A new random id (UUID v4). */
export const newId = (): string => v4();

/** The id that belongs to these words, always the same (UUID v5): how a thing exists once however often it is asked for. */
export const idFrom = (...words: readonly [string, ...string[]]): string =>
  v5(JSON.stringify(words), namespace);
