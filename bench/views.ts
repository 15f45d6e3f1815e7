import { applyToCustomerView } from "../functions/views/customer-projection.ts";
import { cosmosCustomerPage } from "../functions/views/customer-page.ts";
import { applyToOverview, countersOf } from "../functions/views/overview-projection.ts";
import { eventsToRead, rebuild, type ViewName } from "../functions/views/rebuild.ts";
import { cosmosSalesmanPage } from "../functions/views/salesman-page.ts";
import { cosmosStaffPage } from "../functions/views/staff-page.ts";
import { applyToStaffView } from "../functions/views/staff-projection.ts";
import { load, percentile } from "./measure.ts";
import { aggregates, commit, customers, projectnames, salesmen } from "./view-events.ts";
import { measureViewLag, type ViewLagFigures } from "./view-lag.ts";
import { costOf, multiply, startViewStore, type ViewStore } from "./view-store.ts";

type PageCost = { p50Ms: number; units: number; documents: number };

export type ViewFigures = {
  lag: ViewLagFigures;
  /** Each page at 1,000 and at 1,000,000 events. */
  pages: { page: string; small: PageCost; large: PageCost }[];
  rebuilds: { view: ViewName; events: number; perSecond: number }[];
};

const now = new Date("2027-03-02T03:00:00.000Z");
const rounds = 100;

/** What the pages cost with a thousand events and with a million, how fast a view is rebuilt, and how late a view is. */
export const measureViews = async (): Promise<ViewFigures> => {
  const lag = await measureViewLag();
  return { lag, pages: await measurePages(), rebuilds: await measureRebuilds() };
};

/** The pages of one customer, one salesman and staff, where most is: on one projectname, on one salesman, in the overview. */
const pagesOf = ({ container }: ViewStore): [page: string, read: () => Promise<unknown>][] => {
  const current = (): Promise<string> => Promise.resolve("1");
  const customerPage = cosmosCustomerPage(container("customer-view"), current);
  const salesmanPage = cosmosSalesmanPage(container("staff-view"), current, customerPage);
  const staffPage = cosmosStaffPage(container("staff-view"), current);
  const [customer = "", salesman = ""] = [customers[0], salesmen[0]];
  return [
    ["GET /me/interests", () => customerPage.interestsOf(customer, now, { limit: 21 })],
    ["GET /me/consultations", () => customerPage.consultationsOf(customer, {}, { limit: 21 })],
    ["GET /me/assignments", () => salesmanPage.assignmentsOf(salesman, {}, { limit: 21 })],
    ["GET /staff/statistics", () => staffPage.totals(30, now)],
    ["GET /staff/statistics/projects", () => staffPage.projectnames("interested", { limit: 21 })],
    ["GET /staff/projects/{projectId}/statistics", () => staffPage.project("p0", 30, now)],
    ["GET /staff/statistics/salesmen", () => staffPage.salesmen("open", { limit: 21 })],
  ];
};

const measurePages = async (): Promise<ViewFigures["pages"]> => {
  const store = await startViewStore();
  try {
    const events = aggregates(560).flat();
    await applyToCustomerView(store.container("customer-view"), "1", events);
    await applyToStaffView(store.container("staff-view"), "1", events);
    for await (const counters of countersOf(store.container("staff-view"), "1")) {
      await applyToOverview(store.container("staff-view"), counters);
    }
    const small = await costs(store);
    await store.refill((database) => {
      // The contributions of one projectname, one salesman's assignments, other customers' lists, projectnames in the overview.
      multiply(database, "consultation-c7", ["c7"], 300_000);
      multiply(database, "assignment-c7", ["c7"], 150_000);
      multiply(database, "interest-i0", ["i0", customers[0] ?? ""], 500_000);
      multiply(database, "row-", ["row-", projectnames[0] ?? ""], 50_000);
    });
    const large = await costs(store);
    return small.map(({ page, cost }, index) => ({ page, small: cost, large: large[index]?.cost ?? cost }));
  } finally {
    await store.close();
  }
};

const costs = async (store: ViewStore): Promise<{ page: string; cost: PageCost }[]> => {
  const found: { page: string; cost: PageCost }[] = [];
  for (const [page, read] of pagesOf(store)) {
    for (let round = 0; round < 20; round++) await read();
    const { units, documents } = await costOf(read);
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const began = performance.now();
      await read();
      times.push(performance.now() - began);
    }
    found.push({ page, cost: { p50Ms: percentile(times, 0.5), units, documents } });
  }
  return found;
};

const measureRebuilds = async (): Promise<ViewFigures["rebuilds"]> => {
  const store = await startViewStore();
  try {
    const all = aggregates(2_400);
    await load(all.length, 16, async (number) => {
      await commit(store, all[number] ?? []);
    });
    const found: ViewFigures["rebuilds"] = [];
    for (const view of ["customer", "staff"] as const) {
      const events = await eventsToRead({ view, container: store.container });
      const began = performance.now();
      let seconds = NaN;
      await rebuild({
        view,
        container: store.container,
        by: "the bench",
        clock: () => new Date(),
        log: { error: console.error },
        onEvents: () => undefined,
        onStage: (stage) => {
          if (stage === "switching over") seconds = (performance.now() - began) / 1000;
        },
        settleMs: 50,
      });
      found.push({ view, events, perSecond: events / seconds });
    }
    return found;
  } finally {
    await store.close();
  }
};

const two = (figure: number): string => figure.toFixed(2);

/** Its part of docs/benchmarks.md. */
export const viewsSection = ({ lag, pages, rebuilds }: ViewFigures): string => `## Views

What a page reads of the store, with the views of 1,000 events and of 1,000,000 (a million more documents: on the same projectname, for the
same salesman, in the same overview, and of other customers). ${rounds} reads each, one after the other; request units and documents as the store
says them.

| page | p50 ms | at a million | request units | at a million | documents read | at a million |
| --- | --- | --- | --- | --- | --- | --- |
${pages
  .map(
    ({ page, small, large }) =>
      `| ${page} | ${two(small.p50Ms)} | ${two(large.p50Ms)} (**${two(large.p50Ms / small.p50Ms)}**) | ${two(small.units)} | ${two(large.units)} | ${small.documents} | ${large.documents} |`,
  )
  .join("\n")}

From an event's time until the feed has it in the view (the command's own showing is off), polled every 20 ms, and until the totals count it:

| events a second | events | list p50 ms | p99 ms | totals p50 ms | p99 ms |
| --- | --- | --- | --- | --- | --- |
${lag.lags
  .map(
    ({ perSecond, events, list, totals }) =>
      `| ${perSecond} | ${events} | ${list.p50Ms.toFixed(0)} | ${list.p99Ms.toFixed(0)} | ${totals.p50Ms.toFixed(0)} | ${totals.p99Ms.toFixed(0)} |`,
  )
  .join("\n")}

Showing its event to the views costs a command ${two(lag.shownMs - lag.plainMs)} ms (\`POST /interests\`, p50 ${two(lag.shownMs)} against ${two(lag.plainMs)} without it, in turn).

| rebuild | events | a second |
| --- | --- | --- |
${rebuilds.map(({ view, events, perSecond }) => `| ${view} | ${events} | ${perSecond.toFixed(0)} |`).join("\n")}
`;
