import { readFile } from "node:fs/promises";
import path from "node:path";
import { provisionCosmos, type CosmosTopology } from "../local/supervisor/provision.ts";

// Makes the database and the containers of infra/topology.json in a Cosmos emulator: node tools/provision.ts [endpoint] [key].
// The key is the one that Microsoft publishes for every emulator.
const publishedKey =
  "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==";
const [endpoint = "http://127.0.0.1:8081/", key = publishedKey] = process.argv.slice(2);

const file = path.resolve(import.meta.dirname, "../infra/topology.json");
const { cosmos } = JSON.parse(await readFile(file, "utf8")) as { cosmos: CosmosTopology };
await provisionCosmos({ endpoint, key }, cosmos);
console.log(`${endpoint} has the database ${cosmos.database} and ${cosmos.containers.length} containers.`);
