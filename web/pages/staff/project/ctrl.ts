import type { Project } from "../../../../shared/contract/project.ts";
import { answer, newKey } from "../../../api/client.ts";
import { failureOf, isMissing, type Failure } from "../../../api/problem.ts";
import type { components } from "../../../api/schema.d.ts";
import type { App } from "../../../app.ts";
import type { Version } from "../../../components/editor.ts";
import { openResource, type Resource } from "../../../components/resource.ts";
import { seoulDay } from "../../../i18n/dates.ts";
import type { Address } from "../../../page.ts";
import { projectEditor, type ProjectEditor } from "../project-form.ts";
import { words } from "./texts.ts";

type Schemas = components["schemas"];

/** What is open above the page. */
type Ask =
  | { kind: "edit"; editor: ProjectEditor }
  | { kind: "start"; preview: Resource<Schemas["NotificationPreview"]> }
  | { kind: "end" };

/** State and actions of one project's page. */
export type ProjectPage = {
  readonly project: Resource<Version<Project>>;
  /** null while nobody has heard of the start yet. */
  readonly notifications: Resource<Schemas["ProjectNotifications"] | null> | undefined;
  /** null while the views have not heard of a new project yet. */
  readonly statistics: Resource<Schemas["ProjectStatistics"] | null>;
  readonly ask: Ask | undefined;
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  readonly today: string;
  edit: () => void;
  askStart: () => void;
  askEnd: () => void;
  start: () => Promise<void>;
  end: () => Promise<void>;
  dismiss: () => void;
  close: () => void;
};

// While SMS go out, or the figures are still on their way.
const lookEachMs = 2_000;

/** Opens the page of one project. */
export const openProject = ({ api, redraw, toast }: App, { params }: Address): ProjectPage => {
  const projectId = params["projectId"] ?? "";
  const path = { projectId };
  let ask: Ask | undefined;
  let busy = false;
  let failure: Failure | undefined;
  let notifications: ProjectPage["notifications"];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const read = async (signal?: AbortSignal): Promise<Version<Project>> => {
    const call = api.GET("/projects/{projectId}", { params: { path }, ...(signal && { signal }) });
    const { data: resource, etag } = await answer(call);
    return { resource, etag };
  };
  const project = openResource(async (signal) => {
    const found = await read(signal);
    follow(found.resource);
    return found;
  }, redraw);

  const statistics = openResource<Schemas["ProjectStatistics"] | null>(async (signal) => {
    try {
      const call = api.GET("/staff/projects/{projectId}/statistics", { params: { path }, signal });
      return (await answer(call)).data;
    } catch (error) {
      if (!isMissing(error)) throw error;
      lookAgain();
      return null;
    }
  }, redraw);

  /** Once it has started, what became of its SMS is looked at until the last one is out. */
  const follow = ({ status }: Project): void => {
    if (status === "planned" || notifications !== undefined) return;
    notifications = openResource<Schemas["ProjectNotifications"] | null>(async (signal) => {
      try {
        const call = api.GET("/staff/projects/{projectId}/notifications", { params: { path }, signal });
        const { data } = await answer(call);
        if (data.state === "sending") lookAgain();
        return data;
      } catch (error) {
        if (!isMissing(error)) throw error;
        lookAgain();
        return null;
      }
    }, redraw);
  };
  const lookAgain = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      void notifications?.reload();
      void statistics.reload();
    }, lookEachMs);
  };

  const closeAsk = (): void => {
    if (ask?.kind === "start") ask.preview.close();
    ask = undefined;
    failure = undefined;
    redraw();
  };

  const openEdit = (begin: Version<Project>): void => {
    const editor = projectEditor({
      begin,
      read,
      write: async (body, etag) => {
        const header = etag === undefined ? {} : { "If-Match": etag };
        const call = api.PATCH("/projects/{projectId}", { body, params: { path, header } });
        const { data: resource, etag: changed } = await answer(call);
        return { resource, etag: changed };
      },
      saved: (version) => {
        project.set(version);
        closeAsk();
        toast(words().saved);
      },
      redraw,
    });
    ask = { kind: "edit", editor };
    redraw();
  };

  /** A command of the page itself: its failure is shown in the open dialog. */
  const command = async (send: () => Promise<void>): Promise<void> => {
    if (busy) return;
    busy = true;
    failure = undefined;
    redraw();
    try {
      await send();
    } catch (error) {
      failure = failureOf(error);
    } finally {
      busy = false;
      redraw();
    }
  };

  const change = (verb: "start" | "end", key: string, said: string): Promise<void> =>
    command(async () => {
      const etag = project.data?.etag;
      const header = { "Idempotency-Key": key, ...(etag !== undefined && { "If-Match": etag }) };
      const options = { body: {}, params: { path, header } };
      const { data, etag: changed } = await answer(
        verb === "start"
          ? api.POST("/projects/{projectId}/start", options)
          : api.POST("/projects/{projectId}/end", options),
      );
      project.set({ resource: data, etag: changed });
      closeAsk();
      toast(said);
      follow(data);
      lookAgain();
    });

  // One key for one question: asked twice, it is done once.
  let key = newKey();
  return {
    project,
    statistics,
    get notifications() {
      return notifications;
    },
    get ask() {
      return ask;
    },
    get busy() {
      return busy;
    },
    get failure() {
      return failure;
    },
    get today() {
      return seoulDay(new Date());
    },
    edit: () => {
      if (project.data !== undefined) openEdit(project.data);
    },
    askStart: () => {
      const present = project.data?.resource;
      if (present === undefined) return;
      key = newKey();
      ask = {
        kind: "start",
        preview: openResource(
          async (signal) =>
            (
              await answer(
                api.GET("/staff/notifications/preview", {
                  params: { query: { projectname: present.projectname } },
                  signal,
                }),
              )
            ).data,
          redraw,
        ),
      };
      redraw();
    },
    askEnd: () => {
      key = newKey();
      ask = { kind: "end" };
      redraw();
    },
    start: () => change("start", key, words().started),
    end: () => change("end", key, words().ended),
    dismiss: closeAsk,
    close: () => {
      clearTimeout(timer);
      project.close();
      statistics.close();
      notifications?.close();
      if (ask?.kind === "start") ask.preview.close();
    },
  };
};
