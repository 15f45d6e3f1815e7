import type { Container, SqlParameter } from "@azure/cosmos";
import { everyone, partitionOfSalesman } from "./domain.ts";
import type { Step } from "./reading.ts";

/** How many alarms a salesman has not read: those that no step covers, without those that have a mark. */
export const countUnread = async (
  container: Container,
  salesmanId: string,
  steps: readonly Step[],
): Promise<number> => {
  const own = partitionOfSalesman(salesmanId);
  const count = async (partition: string, kind: "alarm" | "mark", at: string): Promise<number> => {
    const { conditions, parameters } = uncovered(steps, at);
    const query = `SELECT VALUE COUNT(1) FROM c WHERE ${[`c.kind = '${kind}'`, ...conditions].join(" AND ")}`;
    const { resources } = await container.items
      .query<number>({ query, parameters }, { partitionKey: partition })
      .fetchAll();
    return resources[0] ?? 0;
  };
  const [ofEveryone, ofMine, marked] = await Promise.all([
    count(everyone, "alarm", "c.alarm.at"),
    count(own, "alarm", "c.alarm.at"),
    count(own, "mark", "c.at"),
  ]);
  return Math.max(0, ofEveryone + ofMine - marked);
};

/** The opposite of `covers` (reading.ts) as conditions, one for each step. */
const uncovered = (
  steps: readonly Step[],
  at: string,
): { conditions: string[]; parameters: SqlParameter[] } => ({
  conditions: steps.map((_, index) => `(${at} > @upTo${index} OR c.arrivedAt > @asOf${index})`),
  parameters: steps.flatMap(({ upTo, asOf }, index) => [
    { name: `@upTo${index}`, value: upTo },
    { name: `@asOf${index}`, value: asOf },
  ]),
});
