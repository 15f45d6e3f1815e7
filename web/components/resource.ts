import type { TemplateResult } from "lit-html";
import type { Failure } from "../api/problem.ts";
import { openAsking } from "./asking.ts";
import { failed, skeleton } from "./states.ts";

/** One thing that a page shows, as it was answered last. */
export type Resource<Data> = {
  readonly data: Data | undefined;
  readonly failure: Failure | undefined;
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
  const asking = openAsking(redraw);
  let data: Data | undefined;
  const reload = (): Promise<void> =>
    asking.ask(load, (found) => {
      data = found;
    });
  void reload();

  return {
    get data() {
      return data;
    },
    get failure() {
      return asking.failure;
    },
    reload,
    set: (changed) => {
      asking.drop();
      data = changed;
      redraw();
    },
    close: asking.drop,
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
