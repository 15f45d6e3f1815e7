import { SingleBar } from "cli-progress";
import { existsSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import topology from "../infra/topology.json" with { type: "json" };
import { eventsToRead, rebuild, type ViewName } from "../functions/views/rebuild.ts";
import { cosmosDatabase, type CosmosSettings } from "../shared/cosmos/client.ts";

// npm run rebuild -- VIEW: makes a view anew from all events, while it is read and written.

const usage = `Usage: npm run rebuild -- VIEW [--endpoint URL] [--database NAME]

  VIEW        customer (my interests, my consultations) or staff (figures, assignments)
  --endpoint  the Cosmos DB account, such as https://ktgg.documents.azure.com: signs in as you are (az login), who needs the
              role Cosmos DB Built-in Data Contributor; without it the local system that npm start runs
  --database  the database, ${topology.cosmos.database}

The view is read as before until the new one is complete. A rebuild that was killed is gone on with by the next.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    endpoint: { type: "string" },
    database: { type: "string", default: topology.cosmos.database },
    help: { type: "boolean", default: false },
  },
});

const readView = (): ViewName => {
  const [view, ...more] = positionals;
  if ((view === "customer" || view === "staff") && more.length === 0) return view;
  throw new Error(view === undefined ? usage : `There is no view ${positionals.join(" ")}.\n\n${usage}`);
};

const readTarget = (): CosmosSettings => {
  const { endpoint, database } = values;
  if (endpoint !== undefined) return { endpoint, database };
  const file = join(process.env["KTGG_DATA"] || ".local", "endpoints.json");
  if (!existsSync(file)) {
    throw new Error("The local system does not run: npm start, or name an account with --endpoint.");
  }
  const { cosmos } = JSON.parse(readFileSync(file, "utf8")) as { cosmos: { endpoint: string; key: string } };
  return { database, connectionString: `AccountEndpoint=${cosmos.endpoint};AccountKey=${cosmos.key};` };
};

/** A bar on a terminal; a line for each stage in a pipe or a log. */
const progress = (total: number) => {
  let events = 0;
  if (!process.stderr.isTTY) {
    return {
      onEvents: (count: number) => (events += count),
      onStage: (stage: string) => {
        console.error(stage);
      },
      end: () => events,
    };
  }
  const bar = new SingleBar({
    format: "{bar} {percentage}%, {value} of {total} events, {duration_formatted}, {stage}",
    stream: process.stderr,
    hideCursor: true,
  });
  bar.start(total, 0, { stage: "beginning" });
  return {
    onEvents: (count: number) => {
      events += count;
      // More may come while it reads.
      bar.setTotal(Math.max(total, events));
      bar.update(events);
    },
    onStage: (stage: string) => {
      bar.update({ stage });
    },
    end: () => {
      bar.stop();
      return events;
    },
  };
};

const run = async (): Promise<void> => {
  const view = readView();
  const database = await cosmosDatabase(readTarget());
  const container = (name: string) => database.container(name);
  const bar = progress(await eventsToRead({ view, container }));
  const began = performance.now();
  try {
    await rebuild({
      view,
      container,
      by: `process ${process.pid} on ${hostname()}`,
      clock: () => new Date(),
      log: {
        error: (message, fields) => {
          console.error(message, fields);
        },
      },
      onEvents: bar.onEvents,
      onStage: bar.onStage,
    });
    const seconds = (performance.now() - began) / 1000;
    console.log(`The ${view} view is rebuilt from ${bar.end()} events in ${seconds.toFixed(1)} s.`);
  } finally {
    bar.end();
    database.client.dispose();
  }
};

if (values.help) console.log(usage);
else {
  await run().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 2;
  });
}
