import { join } from "node:path";
import { parseArgs } from "node:util";
import { readSpans } from "./trace/spans.ts";
import { printed, sizeOf, treesOf } from "./trace/tree.ts";

// npm run trace -- ID: what one request led to, as a tree, from the files that the app writes (KTGG_TELEMETRY_DIR).

const usage = `Usage: npm run trace -- ID [--dir FOLDER] [--json]

  ID      the X-Correlation-Id of an answer, the correlationid of an event, or a trace id
  --dir   the folder of the traces; without it that of the local system
  --json  the tree for machines

Traces are there a second later; the newest 32 MB of each instance are kept. On Azure the same is
infra/monitoring/queries/trace.kql.`;

const exitCodes = { found: 0, notFound: 1, error: 2 };

const run = (): number => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      dir: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return exitCodes.found;
  }
  const [id, ...more] = positionals;
  if (id === undefined || more.length > 0) throw new Error(`Name one id.\n\n${usage}`);
  const folder = values.dir ?? join(process.env["KTGG_DATA"] || ".local", "telemetry");
  const trees = treesOf(readSpans(folder), id);
  const [first] = trees;
  if (!first) {
    console.error(`There is no trace of ${id} in ${folder}.`);
    return exitCodes.notFound;
  }
  if (values.json) console.log(JSON.stringify(trees, null, 2));
  else {
    for (const line of printed(trees)) console.log(line);
    const size = sizeOf(trees);
    console.error(
      `\n${size === 1 ? "1 span" : `${size} spans`} since ${new Date(first.span.startMs).toISOString()}`,
    );
  }
  return exitCodes.found;
};

try {
  process.exitCode = run();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = exitCodes.error;
}
