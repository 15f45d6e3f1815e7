import type { Project } from "../../../../shared/contract/project.ts";
import { answer, newKey } from "../../../api/client.ts";
import type { App } from "../../../app.ts";
import { openList, type PagedList } from "../../../components/paged-list.ts";
import { searchQuery, type ProjectSearch, type StatusFilter } from "../../../components/project-filters.ts";
import { seoulDay } from "../../../i18n/dates.ts";
import { newProjectForm, type ProjectForm } from "../project-form.ts";
import { words } from "./texts.ts";

/** State and actions of the list of projects. */
export type Projects = ProjectSearch & {
  readonly list: PagedList<Project>;
  readonly year: string;
  readonly today: string;
  /** The form of a new project, while it is open. */
  readonly form: ProjectForm | undefined;
  setYear: (year: string) => void;
  openForm: () => void;
  closeForm: () => void;
  close: () => void;
};

/** Opens the list. */
export const openProjects = ({ api, redraw, go, toast }: App): Projects => {
  let text = "";
  let status: StatusFilter = "";
  let year = "";
  let form: ProjectForm | undefined;

  const list = openList<Project>(async (cursor, signal) => {
    const query = {
      limit: 50,
      ...(cursor !== undefined && { cursor }),
      ...searchQuery({ text, status }),
      ...(/^\d{4}$/.test(year.trim()) && { year: Number(year) }),
    };
    return (await answer(api.GET("/projects", { params: { query }, signal }))).data;
  }, redraw);

  const find = (): void => void list.reload({ forget: true });
  return {
    list,
    get text() {
      return text;
    },
    get status() {
      return status;
    },
    get year() {
      return year;
    },
    get today() {
      return seoulDay(new Date());
    },
    get form() {
      return form;
    },
    setText: (typed) => {
      text = typed;
    },
    setStatus: (chosen) => {
      status = chosen;
      find();
    },
    setYear: (typed) => {
      year = typed;
    },
    find,
    openForm: () => {
      // One key for one form: sent twice, it is one project.
      const key = newKey();
      form = newProjectForm({
        year: Number(seoulDay(new Date()).slice(0, 4)),
        redraw,
        send: async (body) => {
          const created = await answer(
            api.POST("/projects", { body, params: { header: { "Idempotency-Key": key } } }),
          );
          toast(words().created);
          go(`/staff/projects/${created.data.projectId}`);
        },
      });
      redraw();
    },
    closeForm: () => {
      form = undefined;
      redraw();
    },
    close: list.close,
  };
};
