import type { Project } from "../../../shared/contract/project.ts";
import { answer, newKey } from "../../api/client.ts";
import { failureOf, type Failure } from "../../api/problem.ts";
import type { App } from "../../app.ts";
import { openForm, type Form } from "../../components/form.ts";
import type { Address } from "../../page.ts";
import { dropDraft, keepDraft, readDraft } from "./draft.ts";
import { words } from "./texts.ts";

/** What is typed to ask for advice. */
export type RequestValues = { phone: string; content: string; preferredDate: string; region: string };

/** State of the request for a consultation. */
export type ConsultationRequest = {
  readonly project: Project | undefined;
  readonly failure: Failure | undefined;
  /** The address names a project. */
  readonly chosen: boolean;
  readonly form: Form<RequestValues>;
  /** The form began with what was typed before. */
  readonly restored: boolean;
  reload: () => void;
};

const empty: RequestValues = { phone: "", content: "", preferredDate: "", region: "" };

/** Opens the request for the project in the address. */
export const openRequest = (app: App, { query }: Address): ConsultationRequest => {
  const { api, go, redraw } = app;
  const projectId = query.get("projectId") ?? "";
  const draft = readDraft(projectId, empty);
  let project: Project | undefined;
  let failure: Failure | undefined;
  let sent = { body: "", key: "" };

  /** The same request keeps its key, so that it is made once however often it is sent; another one gets another. */
  const keyFor = (body: object): string => {
    const text = JSON.stringify(body);
    if (text !== sent.body) sent = { body: text, key: newKey() };
    return sent.key;
  };

  const form = openForm({
    id: "request",
    values: draft ?? empty,
    schema: async () => (await import("../../../shared/contract/consultation.ts")).createConsultation,
    command: ({ phone, content, preferredDate, region }) => ({
      projectname: project?.projectname,
      projectId,
      phone,
      content,
      ...(preferredDate !== "" && { preferredDate }),
      ...(region.trim() !== "" && { region }),
    }),
    labels: () => words().fields,
    advice: () => words().advice,
    send: async ({ projectname, phone, content, preferredDate, region }) => {
      const body = {
        ...{ projectname, projectId, phone, content },
        ...(preferredDate !== undefined && { preferredDate }),
        ...(region !== undefined && { region }),
      };
      const header = { "Idempotency-Key": keyFor(body) };
      const { data } = await answer(api.POST("/consultations", { params: { header }, body }));
      dropDraft(projectId);
      go(`/consultations/${data.consultationId}?asked=1`, { replace: true });
    },
    redraw: () => {
      keepDraft(projectId, form.values);
      redraw();
    },
  });

  const load = async (): Promise<void> => {
    failure = undefined;
    redraw();
    try {
      project = (await answer(api.GET("/projects/{projectId}", { params: { path: { projectId } } }))).data;
    } catch (error) {
      failure = failureOf(error);
    }
    redraw();
  };
  /** The number that was given with an interest is offered: nobody likes to type it twice. */
  const offerPhone = async (): Promise<void> => {
    const { data } = await answer(api.GET("/me/interests", { params: { query: { limit: 1 } } }));
    const [interest] = data.items;
    if (interest !== undefined && form.values.phone === "") form.set("phone", interest.phone);
  };
  if (projectId !== "") {
    void load();
    // Without it the field is empty, which is no reason to show an error.
    offerPhone().catch(failureOf);
  }

  return {
    get project() {
      return project;
    },
    get failure() {
      return failure;
    },
    chosen: projectId !== "",
    form,
    restored: draft !== undefined,
    reload: () => void load(),
  };
};
