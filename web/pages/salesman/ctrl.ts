import type { Alarm } from "../../../shared/contract/alarm.ts";
import type { App } from "../../app.ts";
import { listen, type LiveState } from "../../live/stream.ts";
import { openAlarms, type Alarms } from "./alarms.ts";
import { openAssignments, type Assignments } from "./assignments.ts";

/** Which of the two parts a narrow screen shows. */
export type Part = "assignments" | "alarms";

/** State and actions of the SalesmanPage. */
export type SalesmanPage = {
  readonly alarms: Alarms;
  readonly assignments: Assignments;
  readonly live: LiveState;
  readonly part: Part;
  show: (part: Part) => void;
  close: () => void;
};

/** While nothing is heard, the page looks itself, this seldom. */
const lookEachMs = 30_000;

/** Opens the page: reads both lists, and listens to what happens. */
export const openSalesmanPage = (app: App): SalesmanPage => {
  const { config, session, redraw } = app;
  let live: LiveState = "connecting";
  let part: Part = "assignments";
  const alarms = openAlarms(app);
  const assignments = openAssignments(app);
  let isFirst = true;

  const stop = listen({
    url: `${config.api}/me/alarms/stream`,
    token: session.token,
    refused: session.refused,
    hear: ({ event, data }) => {
      if (event === "alarm") {
        const alarm = JSON.parse(data) as Alarm;
        alarms.add(alarm);
        if (alarm.type === "ConsultationCreated" || alarm.type === "ConsultationHandedBack") {
          assignments.expect(alarm.subject);
        } else if (alarm.type.startsWith("Consultation")) assignments.reload();
      } else if (event === "alarms-changed") alarms.reload();
      else if (event === "ready" && isFirst) {
        // What happened between the first look and the first word.
        isFirst = false;
        alarms.reload();
      }
    },
    changed: (state) => {
      live = state;
      redraw();
    },
  });
  const look = setInterval(() => {
    if (live === "live") return;
    alarms.reload();
    assignments.reload();
  }, lookEachMs);

  return {
    alarms,
    assignments,
    get live() {
      return live;
    },
    get part() {
      return part;
    },
    show: (chosen) => {
      part = chosen;
      redraw();
    },
    close: () => {
      stop();
      clearInterval(look);
      alarms.close();
      assignments.close();
    },
  };
};
