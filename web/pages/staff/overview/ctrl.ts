import { answer } from "../../../api/client.ts";
import type { components } from "../../../api/schema.d.ts";
import type { App } from "../../../app.ts";
import { openList, type PagedList } from "../../../components/paged-list.ts";
import { openResource, type Resource } from "../../../components/resource.ts";

type Schemas = components["schemas"];

export type Sort = "interested" | "waiting" | "consultations" | "name";

/** The lengths of time that can be looked at, in days. */
export const periods = [7, 30, 90] as const;

/** State and actions of the overview. */
export type Overview = {
  readonly totals: Resource<Schemas["Statistics"]>;
  readonly projects: PagedList<Schemas["ProjectnameStatistics"]>;
  readonly days: number;
  setDays: (days: number) => void;
  setSort: (sort: Sort) => void;
  close: () => void;
};

// An overview that is left open on a wall stays true.
const lookEachMs = 30_000;

/** Opens the overview. */
export const openOverview = ({ api, redraw }: App): Overview => {
  let days = 30;
  let sort: Sort = "interested";
  const totals = openResource<Schemas["Statistics"]>(
    async (signal) =>
      (await answer(api.GET("/staff/statistics", { params: { query: { days } }, signal }))).data,
    redraw,
  );
  const projects = openList<Schemas["ProjectnameStatistics"]>(async (cursor, signal) => {
    const query = { sort, limit: 50, ...(cursor !== undefined && { cursor }) };
    return (await answer(api.GET("/staff/statistics/projects", { params: { query }, signal }))).data;
  }, redraw);
  const timer = setInterval(() => {
    if (document.visibilityState === "visible") void totals.reload();
  }, lookEachMs);
  return {
    totals,
    projects,
    get days() {
      return days;
    },
    setDays: (chosen) => {
      days = chosen;
      void totals.reload();
    },
    setSort: (chosen) => {
      sort = chosen;
      void projects.reload({ forget: true });
    },
    close: () => {
      clearInterval(timer);
      totals.close();
      projects.close();
    },
  };
};
