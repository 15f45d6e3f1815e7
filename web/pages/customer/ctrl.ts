import type { Project } from "../../../shared/contract/project.ts";
import { answer } from "../../api/client.ts";
import type { App } from "../../app.ts";
import { openList, type PagedList } from "../../components/paged-list.ts";
import { seoulDay } from "../../i18n/dates.ts";
import type { Address } from "../../page.ts";

/** The status to look for; "" is any. */
export type StatusFilter = Project["status"] | "";

/** State and actions of the CustomerPage. */
export type Customer = {
  readonly projects: PagedList<Project>;
  readonly text: string;
  readonly status: StatusFilter;
  readonly today: string;
  setText: (text: string) => void;
  setStatus: (status: StatusFilter) => void;
  find: () => void;
  close: () => void;
};

/** Opens the page's state and loads its lists. */
export const openCustomer = ({ api, redraw }: App, { query }: Address): Customer => {
  let text = query.get("text") ?? "";
  let status: StatusFilter = "";
  const projects = openList<Project>(async (cursor, signal) => {
    const { data } = await answer(
      api.GET("/projects", {
        params: {
          query: {
            limit: 50,
            ...(cursor !== undefined && { cursor }),
            ...(text.trim() !== "" && { text: text.trim() }),
            ...(status !== "" && { status }),
          },
        },
        signal,
      }),
    );
    return data;
  }, redraw);
  const find = (): void => void projects.reload({ forget: true });
  return {
    projects,
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
      projects.close();
    },
  };
};
