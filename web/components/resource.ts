import type { TemplateResult } from "lit-html";
import { failureOf, type Failure } from "../api/problem.ts";
import { failed, skeleton } from "./states.ts";

/** One thing that a page shows, as it was answered last. */
export type Resource<Data> = {
  readonly data: Data | undefined;
  readonly failure: Failure | undefined;
  readonly loading: boolean;
  /** Asks again; what is shown stays until the new is there. */
  reload: () => Promise<void>;
  /** Takes what an edit has just answered, or what one hopes that it will. */
  set: (data: Data) => void;
  close: () => void;
};

/** Opens a thing and loads it. */
export const openResource = <Data>(
  load: (signal: AbortSignal) => Promise<Data>,
  redraw: () => void,
): Resource<Data> => {
  let data: Data | undefined;
  let failure: Failure | undefined;
  let loading = false;
  let current = new AbortController();

  const reload = async (): Promise<void> => {
    current.abort();
    const mine = (current = new AbortController());
    loading = true;
    failure = undefined;
    redraw();
    try {
      const found = await load(mine.signal);
      if (mine.signal.aborted) return;
      data = found;
    } catch (error) {
      if (mine.signal.aborted) return;
      failure = failureOf(error);
    }
    loading = false;
    redraw();
  };
  void reload();

  return {
    get data() {
      return data;
    },
    get failure() {
      return failure;
    },
    get loading() {
      return loading;
    },
    reload,
    set: (changed) => {
      // An answer that is under way is older than this.
      current.abort();
      loading = false;
      failure = undefined;
      data = changed;
      redraw();
    },
    close: () => {
      current.abort();
    },
  };
};

/** Whether it is there, or known not to come: what follows it on the page is drawn only then, or it would be pushed down. */
export const isSettled = ({ data, failure }: Pick<Resource<unknown>, "data" | "failure">): boolean =>
  data !== undefined || failure !== undefined;

/** The thing, or how it is while it is not there. */
export const resourceView = <Data>(
  resource: Resource<Data>,
  view: (data: Data) => TemplateResult,
  rows = 2,
): TemplateResult => {
  if (resource.data !== undefined) return view(resource.data);
  if (resource.failure !== undefined) return failed(resource.failure, () => void resource.reload());
  return skeleton(rows);
};
