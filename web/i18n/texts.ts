import { language } from "./language.ts";

/** A text, or one with something in it. */
type Text = string | ((...values: never[]) => string);

/** Texts by name; a group of them may hold groups. */
type Texts = { [name: string]: Text | Texts };

/** The same names as in Korean, each with a text of the same kind: a missing or a surplus one does not compile. */
type SameAs<T> = T extends string
  ? string
  : T extends (...values: infer Values) => string
    ? (...values: Values) => string
    : { [Name in keyof T]: SameAs<T[Name]> };

/** Texts in both languages; call the result while drawing: it answers those of the present language. */
export const texts =
  <const Korean extends Texts>(both: { ko: Korean; en: SameAs<NoInfer<Korean>> }): (() => SameAs<Korean>) =>
  () =>
    language() === "ko" ? (both.ko as unknown as SameAs<Korean>) : both.en;
