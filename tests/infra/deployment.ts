import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { glob, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { contexts } from "../../functions/contexts.ts";
import { bicepCli, exampleEnvironment, NoBicep } from "../../tools/bicep-cli.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, "infra/bicep");
const cache = path.join(root, "node_modules/.cache/ktgg-infra");

/** One resource as it would be deployed: every expression evaluated that does not ask a resource that is not there yet. */
export type Resource = {
  id: string;
  type: string;
  name: string;
  location?: string;
  tags?: Record<string, string>;
  sku?: { name: string; capacity?: number };
  zones?: string[];
  properties: Record<string, unknown>;
};

/** What is deployed with a parameter file of these lines, in the example environment. */
export type Deployment = { resources: readonly Resource[]; of: (type: string) => Resource[] };

const cli = await bicepCli(process.env).catch((error: unknown) => {
  if (error instanceof NoBicep) return error;
  throw error;
});

/** A test of what Bicep makes; without the Bicep CLI it is skipped, and says so. `.ci/run` fails before, in npm run bicep. */
export const infraTest = (name: string, body: () => Promise<void> | void): void => {
  test(name, { skip: cli instanceof NoBicep && cli.message }, body);
};

/** The one resource of a type. */
export const only = ({ of }: Deployment, type: string): Resource => {
  const [found, ...more] = of(type);
  assert.ok(found && more.length === 0, `there is not exactly one ${type}`);
  return found;
};

const made = new Map<string, Promise<Deployment>>();

/** Each tier as it is deployed, and one where each context is an app of its own. */
export const deployments = {
  dev: (): Promise<Deployment> => deployment("import { dev } from 'tiers.bicep'", "param tier = dev"),
  prod: (): Promise<Deployment> => deployment("import { prod } from 'tiers.bicep'", "param tier = prod"),
  prodOnStandardV2: (): Promise<Deployment> =>
    deployment(
      "import { prod } from 'tiers.bicep'",
      "param tier = union(prod, { gateway: { sku: 'StandardV2', units: 1 } })",
    ),
  perContext: (): Promise<Deployment> =>
    deployment(
      `param apps = [${contexts.map((name) => `{ name: '${name}', contexts: ['${name}'] }`).join(", ")}]`,
    ),
};

const deployment = (...lines: string[]): Promise<Deployment> => {
  const key = lines.join("\n");
  const known = made.get(key) ?? snapshot(lines);
  made.set(key, known);
  return known;
};

const snapshot = async (lines: string[]): Promise<Deployment> => {
  const file = path.join(cache, `${await hashOf(lines)}.json`);
  const text = await readFile(file, "utf8").catch(() => takeSnapshot(lines, file));
  const { predictedResources, diagnostics } = JSON.parse(text) as {
    predictedResources: Resource[];
    diagnostics: unknown[];
  };
  assert.deepEqual(diagnostics, []);
  return {
    resources: predictedResources,
    of: (type) => predictedResources.filter((resource) => resource.type.toLowerCase() === type.toLowerCase()),
  };
};

/** `bicep snapshot` writes beside the parameter file, so that this is one of our own in a folder of its own. */
const takeSnapshot = async (lines: string[], file: string): Promise<string> => {
  assert.ok(typeof cli === "string");
  await mkdir(cache, { recursive: true });
  const own = await mkdtemp(path.join(cache, "run-"));
  try {
    const there = path.relative(own, folder);
    const parameters = [`using '${there}/main.bicep'`, `extends '${there}/main.bicepparam'`, ...lines];
    await writeFile(
      path.join(own, "main.bicepparam"),
      parameters.join("\n").replaceAll("'tiers.bicep'", `'${there}/tiers.bicep'`),
    );
    await promisify(execFile)(
      cli,
      [
        ...["snapshot", "main.bicepparam", "--mode", "overwrite", "--location", "koreacentral"],
        ...["--subscription-id", "00000000-0000-0000-0000-000000000001"],
        ...["--tenant-id", "00000000-0000-0000-0000-000000000002", "--deployment-name", "example"],
      ],
      { cwd: own, env: { ...process.env, ...exampleEnvironment } },
    );
    await rename(path.join(own, "main.snapshot.json"), file);
    return await readFile(file, "utf8");
  } finally {
    await rm(own, { recursive: true, force: true });
  }
};

const hashOf = async (lines: string[]): Promise<string> => {
  const hash = createHash("sha256").update(lines.join("\n"));
  const patterns = ["infra/**/*.{bicep,bicepparam,json,xml,kql}", "docs/api/openapi.json"];
  const files: string[] = [];
  for await (const file of glob(patterns, { cwd: root })) files.push(file);
  for (const file of files.toSorted()) hash.update(file).update(await readFile(path.join(root, file)));
  return hash.digest("hex").slice(0, 24);
};
