import type { Container } from "@azure/cosmos";
import { app } from "@azure/functions";
import { recordWaiting } from "../../shared/telemetry/metrics.ts";

const states = ["waiting", "escalated"] as const;

const query = [
  "SELECT VALUE COUNT(1) FROM c WHERE c.kind = 'state' AND c.index.type = 'match'",
  "c.index.state = @state AND c.state.subject.type = 'consultation'",
].join(" AND ");

/** Counts now and then the consultations that nobody serves, for the figures and their alert; zero is a figure, too. */
export const waitingFigures = (container: Container): void => {
  app.timer("countWaiting", {
    // A setting of the app (NCRONTAB): often enough to be noticed, seldom enough for an app that has nothing to do to cost nothing.
    schedule: "%KTGG_COUNT_SCHEDULE%",
    handler: async () => {
      for (const state of states) {
        const parameters = [{ name: "@state", value: state }];
        const { resources } = await container.items.query<number>({ query, parameters }).fetchAll();
        recordWaiting(state, resources[0] ?? 0);
      }
    },
  });
};
