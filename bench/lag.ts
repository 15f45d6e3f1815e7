import { setTimeout as sleep } from "node:timers/promises";
import { startProduct } from "../tests/system/product.ts";
import { percentile, post } from "./measure.ts";

const perSecond = 5;
const seconds = 15;

export type LagFigures = { perSecond: number; events: number; p50Ms: number; p99Ms: number };

/**
 * From an event's commit (its `time`) until a salesman's `GET /me/alarms` shows it, polled every 20 ms: at 5 events a second,
 * and at ten times that. One machine, one clock.
 */
export const measureLag = async (): Promise<LagFigures[]> => {
  const product = await startProduct({ contexts: ["project", "alarm"] });
  try {
    const staff = await product.token("staff-1", ["Staff"]);
    const salesman = await product.token("salesman-1", ["Salesman"]);
    const figures: LagFigures[] = [];
    for (const rate of [perSecond, perSecond * 10]) {
      const count = rate * seconds;
      const lags = new Map<string, number>();
      const known = new Set((await alarms()).map(({ alarmId }) => alarmId));
      const look = async (): Promise<void> => {
        while (lags.size < count) {
          for (const { alarmId, at } of await alarms()) {
            if (!known.has(alarmId) && !lags.has(alarmId)) lags.set(alarmId, Date.now() - Date.parse(at));
          }
          await sleep(20);
        }
      };
      const send = async (): Promise<void> => {
        const began = performance.now();
        for (let number = 0; number < count; number++) {
          await sleep(Math.max(0, began + (number * 1000) / rate - performance.now()));
          void post(`${product.api}/projects`, staff, { projectname: `지연 ${rate} ${number}`, year: 2027 });
        }
      };
      await Promise.all([send(), look()]);
      const all = [...lags.values()];
      figures.push({
        perSecond: rate,
        events: count,
        p50Ms: percentile(all, 0.5),
        p99Ms: percentile(all, 0.99),
      });
    }
    return figures;

    async function alarms(): Promise<{ alarmId: string; at: string }[]> {
      const { body } = await product.request("GET", "/me/alarms?limit=100", { token: salesman });
      return (body as { items: { alarmId: string; at: string }[] }).items;
    }
  } finally {
    await product.stop();
  }
};
