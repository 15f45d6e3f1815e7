import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// node tools/workbook.ts: writes infra/monitoring/workbook.json, the page of Application Insights that shows our figures, from
// the queries beside it. The deployment brings it up; a test holds the two together.

const folder = join(import.meta.dirname, "..", "infra", "monitoring");

type Panel = { title: string; query: string; as: "timechart" | "table" };

const panels: readonly Panel[] = [
  { title: "Commands by outcome", query: "commands", as: "timechart" },
  { title: "Customers who wait for a salesman", query: "waiting-by-state", as: "timechart" },
  { title: "SMS by outcome", query: "sms-by-outcome", as: "timechart" },
  { title: "How late events reach their consumers (s)", query: "event-ages", as: "timechart" },
  { title: "How far relays and views are behind (s)", query: "feed-lags", as: "timechart" },
  { title: "Dead letters", query: "dead-letters-by-place", as: "timechart" },
  { title: "Routes, the slowest first", query: "slowest-routes", as: "table" },
  { title: "Failures by function", query: "failures-by-function", as: "table" },
];

const dayMs = 86_400_000;
const hourMs = 3_600_000;

const timeRange = {
  type: 9,
  content: {
    version: "KqlParameterItem/1.0",
    parameters: [
      {
        id: "5a0b3c62-4f0e-4f0b-9d53-2b1b8a1d9c01",
        version: "KqlParameterItem/1.0",
        name: "TimeRange",
        label: "기간 / Time range",
        type: 4,
        isRequired: true,
        value: { durationMs: dayMs },
        typeSettings: {
          selectableValues: [hourMs, 4 * hourMs, dayMs, 7 * dayMs, 30 * dayMs].map((durationMs) => ({
            durationMs,
          })),
        },
      },
    ],
    style: "pills",
    queryType: 0,
    resourceType: "microsoft.operationalinsights/workspaces",
  },
  name: "time range",
};

const heading = {
  type: 1,
  content: {
    json: "# KT.GG\n\nWhat each figure means: `docs/operations/metrics.md`. What to do about it: `docs/operations/runbooks/`.",
  },
  name: "heading",
};

/** The workbook as Azure takes it. */
export const workbook = (): unknown => ({
  version: "Notebook/1.0",
  items: [
    heading,
    timeRange,
    ...panels.map(({ title, query, as }) => ({
      type: 3,
      content: {
        version: "KqlItem/1.0",
        query: readFileSync(join(folder, "queries", `${query}.kql`), "utf8"),
        size: 0,
        title,
        timeContextFromParameter: "TimeRange",
        queryType: 0,
        resourceType: "microsoft.operationalinsights/workspaces",
        visualization: as,
      },
      customWidth: as === "timechart" ? "50" : "100",
      name: query,
    })),
  ],
  fallbackResourceIds: [],
  $schema: "https://github.com/Microsoft/Application-Insights-Workbooks/blob/master/schema/workbook.json",
});

if (import.meta.main) {
  writeFileSync(join(folder, "workbook.json"), `${JSON.stringify(workbook(), null, 2)}\n`);
}
