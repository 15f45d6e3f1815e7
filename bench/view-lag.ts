import { setTimeout as sleep } from "node:timers/promises";
import { startProduct, type Product } from "../tests/system/product.ts";
import { percentile, post } from "./measure.ts";

type Latency = { p50Ms: number; p99Ms: number };

export type ViewLagFigures = {
  lags: { perSecond: number; events: number; list: Latency; totals: Latency }[];
  /** POST /interests, p50, with the event shown to the views, and without. */
  shownMs: number;
  plainMs: number;
};

const seconds = 10;
const contexts = ["interest", "views"];
const nowhere = "http://127.0.0.1:9/api";

/** How late the views are by the feed alone, at 5 events a second and at ten times that; and what showing costs a command. */
export const measureViewLag = async (): Promise<ViewLagFigures> => {
  const quiet = await startProduct({ contexts, env: { VIEWS_URL: nowhere } });
  try {
    const lags: ViewLagFigures["lags"] = [];
    for (const perSecond of [5, 50]) lags.push(await lagAt(quiet, perSecond));
    const shown = await startProduct({ contexts });
    try {
      return { lags, ...(await costOfShowing(quiet, shown)) };
    } finally {
      await shown.stop();
    }
  } finally {
    await quiet.stop();
  }
};

const latency = (all: readonly number[]): Latency => ({
  p50Ms: percentile(all, 0.5),
  p99Ms: percentile(all, 0.99),
});

const interestIn = (projectname: string) => ({ projectname, phone: "010-0000-0001" });

const lagAt = async (product: Product, perSecond: number): Promise<ViewLagFigures["lags"][number]> => {
  const count = perSecond * seconds;
  const staff = await product.token("staff-1", ["Staff"]);
  const customer = await product.token(`lag-${perSecond}`, ["Customer"], "벤치");
  const get = async <Body>(path: string, token: string): Promise<Body> =>
    (await product.request("GET", path, { token })).body as Body;
  const interested = async (): Promise<number> =>
    (await get<{ interested: number }>("/staff/statistics?days=1", staff)).interested;
  const before = await interested();
  const sentAt: number[] = [];
  const [list, totals]: [number[], number[]] = [[], []];
  const send = async (): Promise<void> => {
    const began = performance.now();
    for (let number = 0; number < count; number++) {
      await sleep(Math.max(0, began + (number * 1000) / perSecond - performance.now()));
      sentAt.push(performance.now());
      // The names go backwards: the newest is the first of the list.
      const projectname = `지연 ${String(count - number).padStart(6, "0")}`;
      void post(`${product.api}/interests`, customer, interestIn(projectname));
    }
  };
  const watch = async (lags: number[], seen: () => Promise<number>): Promise<void> => {
    while (lags.length < count) {
      const known = await seen();
      while (lags.length < known) lags.push(performance.now() - (sentAt[lags.length] ?? NaN));
      await sleep(20);
    }
  };
  const newest = async (): Promise<number> => {
    const { items } = await get<{ items: { projectname: string }[] }>("/me/interests?limit=1", customer);
    const first = items[0]?.projectname.slice(-6);
    return first === undefined ? 0 : count - Number(first) + 1;
  };
  await Promise.all([send(), watch(list, newest), watch(totals, async () => (await interested()) - before)]);
  return { perSecond, events: count, list: latency(list), totals: latency(totals) };
};

const costOfShowing = async (
  quiet: Product,
  shown: Product,
): Promise<{ shownMs: number; plainMs: number }> => {
  const times = { quiet: [] as number[], shown: [] as number[] };
  const tokens = {
    quiet: await quiet.token("cost-1", ["Customer"], "벤치"),
    shown: await shown.token("cost-1", ["Customer"], "벤치"),
  };
  for (let number = 0; number < 120; number++) {
    for (const [name, product] of [
      ["quiet", quiet],
      ["shown", shown],
    ] as const) {
      const began = performance.now();
      const answer = await post(`${product.api}/interests`, tokens[name], interestIn(`값 ${number}`));
      if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
      if (number >= 20) times[name].push(performance.now() - began);
    }
  }
  return { shownMs: percentile(times.shown, 0.5), plainMs: percentile(times.quiet, 0.5) };
};
