import type { Project } from "../../../shared/contract/project.ts";
import { answer } from "../../api/client.ts";
import type { App } from "../../app.ts";
import { openList, type PagedList } from "../../components/paged-list.ts";
import { searchQuery, statusFilters, type ProjectSearch } from "../../components/project-filters.ts";
import { seoulDay } from "../../i18n/dates.ts";
import type { Address } from "../../page.ts";
import { openSaved, type Saved } from "./saved.ts";

/** State and actions of the search for projects. */
export type Projects = ProjectSearch & {
  readonly list: PagedList<Project>;
  readonly saved: Saved;
  readonly today: string;
  close: () => void;
};

// As many as the API gives at once: ten thousand rows are a hundred requests.
const pageSize = 100;

/** Opens the search with what the address says, and loads the first projects. */
export const openProjects = (app: App, { query: asked }: Address): Projects => {
  const { api, redraw } = app;
  let text = asked.get("text") ?? "";
  let status = statusFilters.find((one) => one === asked.get("status")) ?? "";

  const list = openList<Project>(async (cursor, signal) => {
    const query = {
      limit: pageSize,
      ...(cursor !== undefined && { cursor }),
      ...searchQuery({ text, status }),
    };
    const { data } = await answer(api.GET("/projects", { params: { query }, signal }));
    return data;
  }, redraw);

  /** The search is in the address, so that going back or coming back after signing in finds it again. */
  const find = (): void => {
    const kept = new URLSearchParams(searchQuery({ text, status }));
    history.replaceState(null, "", kept.size === 0 ? location.pathname : `?${kept.toString()}`);
    void list.reload({ forget: true });
  };

  return {
    list,
    saved: openSaved(app),
    get text() {
      return text;
    },
    get status() {
      return status;
    },
    get today() {
      return seoulDay(new Date());
    },
    setText: (typed) => {
      text = typed;
    },
    setStatus: (chosen) => {
      status = chosen;
      find();
    },
    find,
    close: () => {
      list.close();
    },
  };
};
