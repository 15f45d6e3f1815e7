import type { Consultation, Step } from "../../../shared/contract/consultation.ts";
import { answer } from "../../api/client.ts";
import { failureOf, type Failure } from "../../api/problem.ts";
import type { App } from "../../app.ts";
import { openEditor, type Editor, type Version } from "../../components/editor.ts";
import { formatDay } from "../../i18n/dates.ts";
import type { Address } from "../../page.ts";
import { words as requestWords } from "../consultation-request/texts.ts";
import { readNames, type Names } from "./names.ts";
import { poll } from "./poll.ts";
import { words } from "./texts.ts";

/** What the customer may change until it is decided. */
export type EditValues = { phone: string; content: string; preferredDate: string; region: string };

/** State and actions of one consultation. */
export type ConsultationPage = {
  readonly consultation: Consultation | undefined;
  readonly names: Names;
  readonly failure: Failure | undefined;
  /** It was asked for a moment ago, on this page. */
  readonly justAsked: boolean;
  readonly mine: boolean;
  readonly editing: Editor<EditValues> | undefined;
  edit: () => void;
  stopEditing: () => void;
  reload: () => void;
  close: () => void;
};

// The lists, which have the names, are a moment behind the consultation.
const maxNameLooks = 5;
const lastSteps: ReadonlySet<Step> = new Set(["canceled", "success", "fail"]);

/** Opens one consultation; until it has ended it looks again from time to time. */
export const openConsultation = (app: App, { params, query }: Address): ConsultationPage => {
  const { api, redraw, session, toast } = app;
  const consultationId = params["consultationId"] ?? "";
  const path = { consultationId };
  let version: Version<Consultation> | undefined;
  let names: Names = {};
  let nameLooks = 0;
  let failure: Failure | undefined;
  let editing: Editor<EditValues> | undefined;
  let stopPolling = (): void => undefined;

  const read = async (): Promise<Version<Consultation>> => {
    const { data, etag } = await answer(api.GET("/consultations/{consultationId}", { params: { path } }));
    return { resource: data, etag };
  };
  const take = async (found: Version<Consultation>): Promise<void> => {
    const { matchedsalesman } = found.resource;
    if (matchedsalesman !== version?.resource.matchedsalesman) [names, nameLooks] = [{}, 0];
    version = found;
    redraw();
    if (matchedsalesman === null || names.salesmanname !== undefined || nameLooks === maxNameLooks) return;
    nameLooks += 1;
    // Without the names the page says that somebody is matched, which is the truth too.
    names = await readNames(api, session, consultationId).catch((error: unknown) => (failureOf(error), {}));
    redraw();
  };
  /** Whether nothing changes any more: until then the page looks again, as others decide and go on. */
  const isSettled = (): boolean => version === undefined || lastSteps.has(version.resource.step);

  const load = async (): Promise<void> => {
    failure = undefined;
    redraw();
    try {
      await take(await read());
    } catch (error) {
      failure = failureOf(error);
      redraw();
      return;
    }
    stopPolling();
    if (isSettled()) return;
    stopPolling = poll(async () => {
      await take(await read());
      return isSettled();
    });
  };
  void load();

  const openEdit = (begin: Version<Consultation>): Editor<EditValues> =>
    openEditor({
      id: "edit",
      begin,
      valuesOf: ({ phone, content, preferredDate = "", region = "" }: Consultation): EditValues => ({
        phone,
        content,
        preferredDate,
        region,
      }),
      schema: async () => (await import("../../../shared/contract/consultation.ts")).editConsultation,
      command: (values, changed) =>
        Object.fromEntries([...changed].map((name) => [name, blankAsNull(name, values[name])])),
      labels: () => requestWords().fields,
      advice: () => requestWords().advice,
      show: (name, value) => (name === "preferredDate" && value !== "" ? formatDay(value) : value),
      read,
      write: async ({ phone, content, preferredDate, region }, etag) => {
        const body = {
          ...(phone !== undefined && { phone }),
          ...(content !== undefined && { content }),
          ...(preferredDate !== undefined && { preferredDate }),
          ...(region !== undefined && { region }),
        };
        const header = etag === undefined ? {} : { "If-Match": etag };
        const changed = await answer(
          api.PATCH("/consultations/{consultationId}", { params: { path, header }, body }),
        );
        return { resource: changed.data, etag: changed.etag };
      },
      saved: (saved) => {
        editing = undefined;
        version = saved;
        toast(words().savedToast);
        redraw();
      },
      redraw,
    });

  return {
    get consultation() {
      return version?.resource;
    },
    get names() {
      return names;
    },
    get failure() {
      return failure;
    },
    justAsked: query.has("asked"),
    get mine() {
      return version !== undefined && version.resource.customerId === session.person()?.id;
    },
    get editing() {
      return editing;
    },
    edit: () => {
      if (version === undefined) return;
      editing = openEdit(version);
      redraw();
    },
    stopEditing: () => {
      editing = undefined;
      redraw();
    },
    reload: () => void load(),
    close: () => {
      stopPolling();
    },
  };
};

/** What is emptied of the two optional fields is taken away. */
const blankAsNull = (name: keyof EditValues, value: string): string | null =>
  (name === "preferredDate" || name === "region") && value.trim() === "" ? null : value;
