import { CosmosClient, type OperationInput } from "@azure/cosmos";
import { newId } from "../shared/domain/ids.ts";
import { startProduct } from "../tests/system/product.ts";
import { load, post, spreadOf, type Spread } from "./measure.ts";

const rounds = 5;
const count = 2_000;
/** How the commands are measured: how many are under way at once, and how long each batch waits in the store. */
export type Scenario = { name: string; concurrency: number; batchDelayMs: number };

export const scenarios: readonly Scenario[] = [
  { name: "16 at once, each batch 10 ms as on Azure", concurrency: 16, batchDelayMs: 10 },
  { name: "32 at once, each batch 10 ms as on Azure", concurrency: 32, batchDelayMs: 10 },
  { name: "32 at once, a store that answers at once", concurrency: 32, batchDelayMs: 0 },
];

const fields = {
  projectname: "이음5G 융합서비스 실증사업",
  year: 2027,
  scale: "과제당 10억원 내외",
  target: "중소기업, 중견기업, 대기업",
  host: "과학기술정보통신부",
  summary: "제조ㆍ물류ㆍ의료 현장에 이음5G를 구축해 융합서비스를 실증합니다.",
  link: "https://www.bizinfo.go.kr/sii/siia/selectSIIA200Detail.do?pblancId=PBLN_000000000900007",
  expStartDate: "2027-03-02",
  endDate: "2027-03-31",
};

export type CommandFigures = Scenario & { app: Spread; bare: Spread; ratio: Spread };

/**
 * CreateProject through HTTP, token, checks, decider and commit, against the same two documents in the same transactional batch
 * by the bare SDK in one process: round by round, one after the other, in one run. The relay publishes meanwhile.
 */
export const measureCommands = async (scenario: Scenario): Promise<CommandFigures> => {
  const { concurrency, batchDelayMs } = scenario;
  const product = await startProduct({ contexts: ["project"] });
  const { endpoint, key } = product.endpoints.cosmos;
  const client = new CosmosClient({ endpoint, key });
  try {
    const token = await product.token("staff-1", ["Staff"]);
    const { container } = await client
      .database("ktgg")
      .containers.createIfNotExists({ id: "bench", partitionKey: "/aggregateId" });
    if (batchDelayMs > 0) {
      await product.faults("cosmos", [{ kind: "delay", operation: "batch", ms: batchDelayMs }]);
    }
    const app = () =>
      load(count, concurrency, async () => {
        const { status, text } = await post(`${product.api}/projects`, token, fields);
        if (status !== 201) throw new Error(`${status} ${text}`);
      });
    const bare = () =>
      load(count, concurrency, async () => {
        const aggregateId = newId();
        const { code } = await container.items.batch(batchOf(aggregateId), aggregateId);
        if (code !== 200) throw new Error(`The batch answered ${code ?? "nothing"}.`);
      });
    await bare();
    await app();
    const figures: { app: number; bare: number }[] = [];
    for (let round = 0; round < rounds; round++) figures.push({ bare: await bare(), app: await app() });
    return {
      ...scenario,
      app: spreadOf(figures.map((figure) => figure.app)),
      bare: spreadOf(figures.map((figure) => figure.bare)),
      ratio: spreadOf(figures.map((figure) => figure.app / figure.bare)),
    };
  } finally {
    client.dispose();
    await product.stop();
  }
};

/** What the app's commit stores, document for document. */
const batchOf = (aggregateId: string): OperationInput[] => {
  const project = { projectId: aggregateId, ...fields, status: "planned" };
  const text = [fields.projectname, fields.summary, fields.target, fields.host, fields.scale].join("\n");
  const state = {
    id: "state",
    aggregateId,
    kind: "state",
    version: 1,
    state: { project },
    index: { sortKey: `7972|${fields.projectname}|${aggregateId}`, text, host: fields.host },
  };
  const event = {
    id: "event-0000000001",
    aggregateId,
    kind: "event",
    event: {
      specversion: "1.0",
      id: newId(),
      source: "/contexts/project",
      type: "ProjectCreated",
      subject: aggregateId,
      time: new Date().toISOString(),
      datacontenttype: "application/json",
      dataversion: 1,
      aggregateversion: 1,
      correlationid: newId(),
      traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      data: project,
    },
  };
  return [state, event].map((resourceBody) => ({ operationType: "Create", resourceBody }));
};
