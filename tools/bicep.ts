import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { bicepCli, exampleEnvironment } from "./bicep-cli.ts";

// npm run bicep: compiles and lints all of infra/bicep, and fails on anything that the compiler says. bicepconfig.json has every
// rule at error; the compiler's own warnings have no level to set.
const root = path.resolve(import.meta.dirname, "..");
const folder = path.join(root, "infra/bicep");

const files = (await readdir(folder, { recursive: true })).toSorted();
const templates = files.filter((file) => file.endsWith(".bicep"));
const parameters = files.filter((file) => file.endsWith(".bicepparam"));
if (templates.length === 0 || parameters.length === 0) throw new Error(`${folder} has nothing to check.`);

const cli = await bicepCli(process.env);
const run = async (...args: string[]): Promise<string> => {
  const { stderr } = await promisify(execFile)(cli, args, {
    cwd: folder,
    env: { ...process.env, ...exampleEnvironment },
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: unknown) => error as { stderr: string });
  return stderr;
};

// The template brings its modules with it; one that it does not reach would be checked by nobody.
const texts = await Promise.all(
  [...templates, ...parameters].map((file) => readFile(path.join(folder, file), "utf8")),
);
const unreached = templates.filter((file) => {
  const name = `${path.basename(file)}'`;
  return file !== "main.bicep" && !texts.some((text) => text.includes(name));
});
const told = new Set(unreached.map((file) => `${file} : is not reached from main.bicep.`));

for (const file of ["main.bicep", ...parameters]) {
  const output = await run("lint", file);
  for (const line of output.split("\n").filter((text) => text.trim() !== "")) told.add(line);
}

for (const line of told) console.error(line);
if (told.size > 0) process.exit(1);
console.log(
  `bicep: ${templates.length} templates and ${parameters.length} parameter files, nothing to mend.`,
);
