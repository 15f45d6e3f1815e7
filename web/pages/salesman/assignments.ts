import type { Consultation, HandBackReason, Step } from "../../../shared/contract/consultation.ts";
import { answer } from "../../api/client.ts";
import { failureOf, type Failure } from "../../api/problem.ts";
import type { App } from "../../app.ts";
import { openList, type PagedList } from "../../components/paged-list.ts";
import { words } from "./texts.ts";

/** Steps at which something is to be done, in the order of the way. */
export const openSteps = ["requested", "accepted", "in progress"] as const;

/** Steps at which nothing is. */
export const endSteps = ["success", "fail", "canceled"] as const;

export type OpenStep = (typeof openSteps)[number];
export type EndStep = (typeof endSteps)[number];

/** What I can do with a consultation. */
export type Deed =
  | { do: "accept" }
  | { do: "reject"; reason?: HandBackReason }
  | { do: "progress"; step: "in progress" | "success" | "fail" };

/** My assignments, a list for each step at which something is to be done, and one of those that are over. */
export type Assignments = {
  readonly lists: Readonly<Record<OpenStep, PagedList<Consultation>>>;
  /** Undefined until somebody looks. */
  readonly ended: { step: EndStep; list: PagedList<Consultation> } | undefined;
  /** The consultation that is about to be rejected. */
  readonly rejecting: Consultation | undefined;
  isBusy: (consultationId: string) => boolean;
  failureOf: (consultationId: string) => Failure | undefined;
  act: (consultation: Consultation, deed: Deed) => void;
  askReject: (consultation: Consultation) => void;
  stopRejecting: () => void;
  showEnded: (step: EndStep) => void;
  reload: () => void;
  /** Reads again until the consultation is there: its alarm is faster than the view that the lists are read from. */
  expect: (consultationId: string) => void;
  close: () => void;
};

/** How long after an alarm the lists are read again, while what it is about is not in them. */
const looksAfterMs = [0, 300, 1_000, 3_000, 8_000];

/** The step that a deed leads to; undefined when the consultation is then another salesman's. */
export const stepAfter = (deed: Deed): Step | undefined => {
  switch (deed.do) {
    case "accept":
      return "accepted";
    case "reject":
      return deed.reason === undefined ? "canceled" : undefined;
    case "progress":
      return deed.step;
  }
};

/** Opens my assignments and reads what is open. */
export const openAssignments = ({ api, redraw, toast }: App): Assignments => {
  const busy = new Set<string>();
  const failures = new Map<string, Failure>();
  let rejecting: Consultation | undefined;
  let ended: Assignments["ended"];
  let isClosed = false;

  const listOf = (step: Step): PagedList<Consultation> =>
    openList<Consultation>(async (cursor, signal) => {
      const query = { limit: 50, step, ...(cursor !== undefined && { cursor }) };
      const { data } = await answer(api.GET("/me/assignments", { params: { query }, signal }));
      return data;
    }, redraw);
  const lists = {
    requested: listOf("requested"),
    accepted: listOf("accepted"),
    "in progress": listOf("in progress"),
  };
  const reload = (): void => {
    for (const step of openSteps) void lists[step].reload();
    if (ended !== undefined) void ended.list.reload();
  };

  const isThere = (consultationId: string): boolean =>
    openSteps.some((step) => lists[step].items().some((item) => item.consultationId === consultationId));
  const expect = async (consultationId: string): Promise<void> => {
    for (const waitMs of looksAfterMs) {
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      if (isClosed) return;
      await Promise.all(openSteps.map((step) => lists[step].reload()));
      if (isThere(consultationId)) return;
    }
  };

  const send = async ({ consultationId }: Consultation, deed: Deed): Promise<void> => {
    const params = { path: { consultationId } };
    switch (deed.do) {
      case "accept":
        await answer(api.POST("/consultations/{consultationId}/accept", { params }));
        return;
      case "reject": {
        const body = deed.reason === undefined ? {} : { reason: deed.reason };
        await answer(api.POST("/consultations/{consultationId}/reject", { params, body }));
        return;
      }
      case "progress":
        await answer(
          api.POST("/consultations/{consultationId}/progress", { params, body: { step: deed.step } }),
        );
        return;
    }
  };

  const act = async (consultation: Consultation, deed: Deed): Promise<void> => {
    const { consultationId, step: before } = consultation;
    if (busy.has(consultationId)) return;
    busy.add(consultationId);
    failures.delete(consultationId);
    const list = isOpen(before) ? lists[before] : undefined;
    const show = (step: Step): void =>
      list?.change((item) => (item.consultationId === consultationId ? { ...item, step } : item));
    // Shown as done at once; taken back when it was not.
    show(stepAfter(deed) ?? before);
    try {
      await send(consultation, deed);
      toast(words().done[deed.do === "progress" ? deed.step : deed.do]);
      list?.change((item) => (item.consultationId === consultationId ? undefined : item));
    } catch (error) {
      failures.set(consultationId, failureOf(error));
      show(before);
    }
    busy.delete(consultationId);
    reload();
  };

  return {
    lists,
    get ended() {
      return ended;
    },
    get rejecting() {
      return rejecting;
    },
    isBusy: (consultationId) => busy.has(consultationId),
    failureOf: (consultationId) => failures.get(consultationId),
    act: (consultation, deed) => {
      rejecting = undefined;
      void act(consultation, deed);
    },
    askReject: (consultation) => {
      rejecting = consultation;
      redraw();
    },
    stopRejecting: () => {
      rejecting = undefined;
      redraw();
    },
    showEnded: (step) => {
      ended?.list.close();
      ended = { step, list: listOf(step) };
      redraw();
    },
    reload,
    expect: (consultationId) => void expect(consultationId),
    close: () => {
      isClosed = true;
      for (const step of openSteps) lists[step].close();
      ended?.list.close();
    },
  };
};

const isOpen = (step: Step): step is OpenStep => openSteps.some((open) => open === step);
