import { isStale } from "../api/problem.ts";
import { openForm, type Form, type Schema } from "./form.ts";

type Values = Record<string, string | boolean>;

/** A field that was changed here and elsewhere: both values as people read them. */
export type Difference = { name: string; label: string; mine: string; theirs: string };

/** What was changed elsewhere meanwhile, and what is chosen of it, field by field. */
export type Conflict = {
  readonly differences: readonly Difference[];
  readonly chosen: (name: string) => "mine" | "theirs";
  choose: (name: string, whose: "mine" | "theirs") => void;
  save: () => void;
  /** Back to the form, with what was typed. */
  back: () => void;
};

/** An edit of something that others may edit too. */
export type Editor<V extends Values> = {
  readonly form: Form<V>;
  readonly conflict: Conflict | undefined;
};

/** A version of what is edited. */
export type Version<Resource> = { resource: Resource; etag: string | undefined };

/** How an edit is made: the version it begins with, how it is read again, and how a change is sent. */
export type EditorOptions<V extends Values, Command, Resource> = {
  id: string;
  begin: Version<Resource>;
  valuesOf: (resource: Resource) => V;
  schema: Schema<Command>;
  /** The command of what is changed: the fields in `changed` alone, so that the others stay as they are. */
  command: (values: V, changed: ReadonlySet<keyof V & string>) => unknown;
  labels: () => Record<keyof V & string, string>;
  advice: () => Record<keyof V & string, string>;
  /** A value as people read it. */
  show: (name: keyof V & string, value: V[keyof V & string]) => string;
  read: () => Promise<Version<Resource>>;
  /** Sends a change of exactly this version. Throws what the API refuses. */
  write: (command: Command, etag: string | undefined) => Promise<Version<Resource>>;
  saved: (version: Version<Resource>) => void;
  redraw: () => void;
};

const rounds = 3;

/** Opens an edit. A change that others were faster with is not lost, and does not overwrite theirs: the person chooses. */
export const openEditor = <V extends Values, Command, Resource>(
  options: EditorOptions<V, Command, Resource>,
): Editor<V> => {
  const { begin, valuesOf, show, labels, read, write, saved, redraw } = options;
  let base = begin;
  let theirs: Version<Resource> | undefined;
  let differing: (keyof V & string)[] = [];
  let chosen = new Map<string, "mine" | "theirs">();

  const changedFrom = (before: V, after: V): Set<keyof V & string> =>
    new Set(Object.keys(after).filter((name) => after[name] !== before[name]));

  const form = openForm<V, Command>({
    id: options.id,
    values: valuesOf(begin.resource),
    schema: options.schema,
    command: (values) => options.command(values, changedFrom(valuesOf(base.resource), values)),
    labels,
    advice: options.advice,
    send: async (command) => {
      // Each round is of a newer version; somebody who is faster every time ends it as a failure of the form.
      for (let round = 1; ; round += 1) {
        try {
          saved(await write(command, base.etag));
          return;
        } catch (error) {
          if (!isStale(error) || round === rounds) throw error;
          if (!(await merge())) return;
        }
      }
    },
    redraw,
  });

  /**
   * What I have changed beside what they have changed since: only a field that both changed, and not to the same, is to be
   * chosen. Answers whether there is nothing to choose, and something left to save.
   */
  const merge = async (): Promise<boolean> => {
    const found = await read();
    const [before, now] = [valuesOf(base.resource), valuesOf(found.resource)];
    const mine = changedFrom(before, form.values);
    const theirsToo = changedFrom(before, now);
    // What only they have changed is theirs.
    for (const name of theirsToo) if (!mine.has(name)) form.set(name, now[name]);
    differing = [...mine].filter((name) => theirsToo.has(name) && form.values[name] !== now[name]);
    if (differing.length > 0) {
      chosen = new Map(differing.map((name) => [name, "mine"]));
      theirs = found;
      return false;
    }
    base = found;
    if (changedFrom(now, form.values).size > 0) return true;
    saved(found);
    return false;
  };

  const resolve = (version: Version<Resource>): void => {
    const now = valuesOf(version.resource);
    for (const name of differing) if (chosen.get(name) === "theirs") form.set(name, now[name]);
    base = version;
    theirs = undefined;
    if (changedFrom(now, form.values).size === 0) saved(version);
    else void form.submit();
    redraw();
  };

  const conflictWith = (version: Version<Resource>): Conflict => {
    const now = valuesOf(version.resource);
    return {
      differences: differing.map((name) => ({
        name,
        label: labels()[name],
        mine: show(name, form.values[name]),
        theirs: show(name, now[name]),
      })),
      chosen: (name) => chosen.get(name) ?? "mine",
      choose: (name, whose) => {
        chosen.set(name, whose);
        redraw();
      },
      save: () => {
        resolve(version);
      },
      back: () => {
        base = version;
        theirs = undefined;
        redraw();
      },
    };
  };

  return {
    form,
    get conflict() {
      return theirs === undefined ? undefined : conflictWith(theirs);
    },
  };
};
