import { CosmosClient } from "@azure/cosmos";
import { cosmosRecipients } from "../functions/notification/recipients.ts";
import { eventually } from "../tests/system/eventually.ts";
import { startProduct } from "../tests/system/product.ts";
import { load, watchMemory } from "./measure.ts";

const sizes = [1_000, 10_000, 100_000];
const warmUp = 30_000;
const minutes = 20;

export type FanOutFigures = {
  recipients: number;
  perSmsMs: number;
  peakMb: number;
  sent: number;
  doubled: number;
};

/**
 * The start of a project with so many interested customers, each with a phone of its own: the time from the request until the
 * last SMS is in the outbox, and the highest memory of the app's process meanwhile. One process for all sizes, warmed up
 * by a start of its own, so that what is compared is the work and not the first growth of its heap.
 */
export const measureFanOut = async (): Promise<FanOutFigures[]> => {
  const product = await startProduct();
  const { endpoint, key } = product.endpoints.cosmos;
  const client = new CosmosClient({ endpoint, key });
  try {
    const staff = await product.token("staff-1", ["Staff"]);
    const recipients = cosmosRecipients(client.database("ktgg").container("notification"));
    const pid = product.endpoints.pids["functions-host-0"];
    if (pid === undefined) throw new Error("The app's process is not known.");
    let before = 0;
    const figures: FanOutFigures[] = [];
    for (const count of [warmUp, ...sizes]) {
      const projectname = `확산 ${count}`;
      await load(count, 48, async (number) => {
        const phone = `010${String(10_000_000 + number)}`;
        const interestId = `interest-${count}-${String(number).padStart(7, "0")}`;
        await recipients.save({ ...nobody, interestId, projectname, customerId: interestId, phone }, 1);
      });
      const created = await product.request("POST", "/projects", {
        token: staff,
        body: { projectname, year: 2027 },
      });
      const { projectId } = created.body as { projectId: string };
      const peak = watchMemory(pid);
      const began = performance.now();
      await product.request("POST", `/projects/${projectId}/start`, { token: staff });
      await eventually(
        async () => {
          if ((await outboxCount()) - before < count) throw new Error("Not all are sent yet.");
        },
        { timeoutMs: minutes * 60_000 },
      );
      const perSmsMs = (performance.now() - began) / count;
      const sent = await eventually(async () => {
        const { body } = await product.request("GET", `/staff/projects/${projectId}/notifications`, {
          token: staff,
        });
        const { state, counts } = body as { state: string; counts: { sent: number } };
        if (state !== "done") throw new Error("The last page is not recorded yet.");
        return counts.sent;
      });
      const peakMb = peak();
      const doubled = (await outboxCount()) - before - count;
      before += count + doubled;
      if (count !== warmUp) figures.push({ recipients: count, perSmsMs, peakMb, sent, doubled });
    }
    return figures;

    async function outboxCount(): Promise<number> {
      const { body } = await product.request("GET", `${product.endpoints.smsOutbox}/count`);
      return (body as { count: number }).count;
    }
  } finally {
    client.dispose();
    await product.stop();
  }
};

const nobody = {
  interest: 1 as const,
  customername: "벤치",
  adConsent: false,
  nightConsent: false,
  matchedsalesman: null,
};
