import type { Project } from "../../../../shared/contract/project.ts";
import { answer, newKey } from "../../../api/client.ts";
import type { App } from "../../../app.ts";
import { openList, type PagedList } from "../../../components/paged-list.ts";
import { seoulDay } from "../../../i18n/dates.ts";
import { newProjectForm, type ProjectForm } from "../project-form.ts";
import { words } from "./texts.ts";

type Status = Project["status"];

/** What staff look for; "" is any. */
export type Wanted = { text: string; status: Status | ""; year: string };

/** State and actions of the list of projects. */
export type Projects = {
  readonly list: PagedList<Project>;
  readonly wanted: Wanted;
  readonly today: string;
  /** The form of a new project, while it is open. */
  readonly form: ProjectForm | undefined;
  want: (change: Partial<Wanted>) => void;
  find: () => void;
  openForm: () => void;
  closeForm: () => void;
  close: () => void;
};

/** Opens the list. */
export const openProjects = ({ api, redraw, go, toast }: App): Projects => {
  let wanted: Wanted = { text: "", status: "", year: "" };
  let form: ProjectForm | undefined;

  const list = openList<Project>(async (cursor, signal) => {
    const { text, status, year } = wanted;
    const query = {
      limit: 50,
      ...(cursor !== undefined && { cursor }),
      ...(text.trim() !== "" && { text: text.trim() }),
      ...(status !== "" && { status }),
      ...(/^\d{4}$/.test(year.trim()) && { year: Number(year) }),
    };
    return (await answer(api.GET("/projects", { params: { query }, signal }))).data;
  }, redraw);

  return {
    list,
    get wanted() {
      return wanted;
    },
    get today() {
      return seoulDay(new Date());
    },
    get form() {
      return form;
    },
    want: (change) => {
      wanted = { ...wanted, ...change };
    },
    find: () => void list.reload({ forget: true }),
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
