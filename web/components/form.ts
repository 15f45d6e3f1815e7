import type { z } from "zod";
import { failureOf, Refused, Unreachable, type Failure } from "../api/problem.ts";

/** What a person types: texts and ticks. */
type Values = Record<string, string | boolean>;

/** A form: what is typed, what is wrong with it, and whether it is on its way. */
export type Form<V extends Values> = {
  readonly id: string;
  readonly values: V;
  /** What to enter instead, by field. */
  readonly wrong: ReadonlyMap<keyof V & string, string>;
  readonly failure: Failure | undefined;
  readonly busy: boolean;
  readonly label: (name: keyof V & string) => string;
  set: <Name extends keyof V & string>(name: Name, value: V[Name]) => void;
  /** Checks what is typed and sends it. What is wrong is shown at its field and in the summary, which takes the focus. */
  submit: () => Promise<void>;
};

/** A schema of the contract, at once or when it is loaded. */
export type Schema<Command> = z.ZodType<Command> | (() => Promise<z.ZodType<Command>>);

/** A command as it goes out: JSON leaves out what is undefined. */
export type Sent<Command> = { [Name in keyof Command]: Exclude<Command[Name], undefined> };

/** How a form is made: `schema` is the contract's own, so that the page and the API judge alike. */
export type FormOptions<V extends Values, Command> = {
  id: string;
  values: V;
  /** Given as a function that imports it, the page can be seen before the schemas are there. */
  schema: Schema<Command>;
  /** The command as the contract wants it, from what is typed. */
  command: (values: V) => unknown;
  labels: () => Record<keyof V & string, string>;
  /** For each field what to enter, said when it was not. */
  advice: () => Record<keyof V & string, string>;
  /** The field of a path of the contract, where it is not the path's first part. */
  fieldOf?: (path: string) => string;
  send: (command: Command) => Promise<void>;
  redraw: () => void;
};

/** Opens a form. */
export const openForm = <V extends Values, Command>(options: FormOptions<V, Command>): Form<V> => {
  const { id, schema, command, labels, advice, send, redraw } = options;
  const { fieldOf = (path: string) => path.split(".")[0] } = options;
  const values = { ...options.values };
  let wrong: ReadonlySet<string> = new Set();
  let failure: Failure | undefined;
  let busy = false;

  const names = Object.keys(values);
  const showWrong = (paths: readonly string[]): void => {
    wrong = new Set(names.filter((name) => paths.some((path) => fieldOf(path) === name)));
    focusSummary(id);
  };

  let rules: z.ZodType<Command> | undefined;
  const loadRules = async (): Promise<z.ZodType<Command>> => {
    try {
      rules ??= typeof schema === "function" ? await schema() : schema;
      return rules;
    } catch (error) {
      throw new Unreachable("The form's rules did not come.", { cause: error });
    }
  };
  // Loading begins now, while the person types; if it fails, it is tried again with what is typed.
  loadRules().catch(failureOf);

  return {
    id,
    values,
    get wrong() {
      const words = advice();
      return new Map(names.filter((name) => wrong.has(name)).map((name) => [name, words[name] ?? ""]));
    },
    get failure() {
      return failure;
    },
    get busy() {
      return busy;
    },
    label: (name) => labels()[name],
    set: (name, value) => {
      values[name] = value;
      // What was said of the old value is not said of the new one.
      wrong = new Set([...wrong].filter((other) => other !== name));
      redraw();
    },
    submit: async () => {
      if (busy) return;
      failure = undefined;
      busy = true;
      redraw();
      try {
        const parsed = (await loadRules()).safeParse(command(values));
        if (parsed.success) {
          wrong = new Set();
          await send(parsed.data);
        } else showWrong(parsed.error.issues.map(({ path }) => path.join(".")));
      } catch (error) {
        failure = failureOf(error);
        showWrong(failure instanceof Refused ? (failure.problem.errors ?? []).map(({ path }) => path) : []);
      } finally {
        busy = false;
        redraw();
      }
    },
  };
};

/** The id of the summary of a form. */
export const summaryId = (form: string): string => `${form}-summary`;

const focusSummary = (form: string): void => {
  // After the drawing that makes it.
  setTimeout(() => document.getElementById(summaryId(form))?.focus());
};
