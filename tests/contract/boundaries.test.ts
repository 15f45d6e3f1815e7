import { cruise, type ICruiseResult, type IForbiddenRuleType } from "dependency-cruiser";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { type TestContext, test } from "node:test";

const root = path.resolve(import.meta.dirname, "..", "..");
const rules = createRequire(import.meta.url)(path.join(root, ".dependency-cruiser.cjs")) as {
  forbidden: (IForbiddenRuleType & { name: string })[];
  options: Record<string, unknown>;
};

const parts = ["functions", "shared", "local", "web", "tests", "tools", "bench"];

/** The tree under `folder` by our rules: how many of its own files were seen, and every violation. */
const judge = async (folder: string): Promise<{ files: number; violations: string[] }> => {
  const { tsPreCompilationDeps, doNotFollow, exclude, enhancedResolveOptions } = rules.options;
  const { output } = await cruise(
    parts.filter((part) => existsSync(path.join(folder, part))),
    {
      baseDir: folder,
      validate: true,
      ruleSet: { forbidden: rules.forbidden },
      ...({ tsPreCompilationDeps, doNotFollow, exclude } as object),
    },
    enhancedResolveOptions as object,
  );
  const { modules, summary } = output as ICruiseResult;
  return {
    files: modules.filter(({ source }) => parts.some((part) => source.startsWith(`${part}/`))).length,
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
  };
};

test("the whole tree keeps its boundaries", async () => {
  const { files, violations } = await judge(root);
  // A cruise that sees nothing passes: it must have seen the app, the local Azure and the tests.
  assert.ok(files > 150, `only ${files} files were seen`);
  assert.deepEqual(violations, []);
});

type Files = Record<string, string>;

/** A small tree that keeps every rule. */
const clean: Files = {
  "package.json": JSON.stringify({
    name: "small",
    dependencies: { "@azure/cosmos": "1", zod: "1" },
    devDependencies: { rhea: "1" },
  }),
  "node_modules/@azure/cosmos/package.json": JSON.stringify({ name: "@azure/cosmos", main: "index.js" }),
  "node_modules/@azure/cosmos/index.js": "",
  "node_modules/zod/package.json": JSON.stringify({ name: "zod", main: "index.js" }),
  "node_modules/zod/index.js": "",
  "node_modules/rhea/package.json": JSON.stringify({ name: "rhea", main: "index.js" }),
  "node_modules/rhea/index.js": "",
  "functions/main.ts": 'import "./settings.ts"; import "./project/http.ts"; import "./interest/http.ts";',
  "functions/settings.ts": "export const settings = 1;",
  "functions/project/http.ts": 'import "./domain.ts"; import "../../shared/cosmos/client.ts";',
  "functions/project/domain.ts":
    'import { id } from "../../shared/domain/ids.ts"; import "../../shared/contract/events.ts";',
  "functions/project/domain.test.ts":
    'import "./domain.ts"; import "./store.fake.ts"; import "../../tests/given.ts";',
  "functions/project/store.fake.ts": "",
  "functions/interest/http.ts": 'import "./domain.ts";',
  "functions/interest/domain.ts": "",
  "shared/domain/ids.ts": "export const id = 1; export type Id = string;",
  "shared/contract/events.ts": 'import "zod";',
  "shared/cosmos/client.ts": 'import "@azure/cosmos"; export type Client = string;',
  "local/cosmos/main.ts": 'import "rhea"; import "./server.ts";',
  "local/cosmos/server.ts": "",
  "web/staff.ts": 'import "./request.ts";',
  "web/request.ts": 'import "../shared/contract/events.ts";',
  "tests/given.ts": "",
  "tests/system/start.test.ts": 'import "../given.ts";',
};

const judgePlanted = async (t: TestContext, planted: Files): Promise<string[]> => {
  const folder = await mkdtemp(path.join(tmpdir(), "ktgg-boundaries-"));
  t.after(() => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries({ ...clean, ...planted })) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
  const { files, violations } = await judge(folder);
  assert.ok(files >= Object.keys(clean).length - 7, `only ${files} files were seen`);
  return violations;
};

/** For every rule, files that break it. Each is planted alone in the clean tree. */
const plants: Record<string, Files[]> = {
  "context-to-context": [
    { "functions/project/http.ts": 'import "../interest/domain.ts"; import "./domain.ts";' },
    { "functions/project/http.ts": 'import type {} from "../interest/domain.ts"; import "./domain.ts";' },
    { "functions/project/http.ts": 'await import("../interest/domain.ts"); import "./domain.ts";' },
    { "functions/platform/docs.ts": 'import "../project/domain.ts";' },
    { "functions/project/domain.test.ts": 'import "../interest/domain.ts";' },
  ],
  "context-to-composition-root": [
    { "functions/project/http.ts": 'import { settings } from "../settings.ts"; import "./domain.ts";' },
    { "functions/project/http.ts": 'import type {} from "../main.ts"; import "./domain.ts";' },
  ],
  "app-to-workshop": [
    { "functions/project/http.ts": 'import "../../local/cosmos/server.ts"; import "./domain.ts";' },
    { "shared/cosmos/client.ts": 'import "../../local/cosmos/server.ts";' },
    { "functions/main.ts": 'import "../tests/given.ts"; import "./settings.ts";' },
    { "shared/domain/ids.ts": 'import "../../tools/build.ts";', "tools/build.ts": "" },
    { "shared/domain/ids.ts": 'import "../../bench/run.ts";', "bench/run.ts": "" },
  ],
  "app-test-to-local": [
    { "functions/project/domain.test.ts": 'import "../../local/cosmos/server.ts";' },
    { "shared/cosmos/client.test.ts": 'import "../../local/cosmos/server.ts";' },
  ],
  "shared-to-functions": [{ "shared/cosmos/client.ts": 'import "../../functions/project/domain.ts";' }],
  "local-to-app": [
    { "local/cosmos/server.ts": 'import "../../shared/domain/ids.ts";' },
    { "local/cosmos/server.ts": 'import "../../functions/project/domain.ts";' },
    { "local/cosmos/server.ts": 'import type { Id } from "../../shared/domain/ids.ts";' },
  ],
  "web-to-app": [
    { "web/request.ts": 'import "../shared/domain/ids.ts";' },
    { "web/request.ts": 'import type { Client } from "../shared/cosmos/client.ts";' },
    { "web/request.ts": 'import "../functions/project/domain.ts";' },
    { "web/request.ts": 'import "../local/cosmos/server.ts";' },
  ],
  "domain-to-outside": [
    { "functions/project/domain.ts": 'import "@azure/cosmos";' },
    { "functions/project/domain.ts": 'import "node:fs";' },
    { "functions/project/domain.ts": 'import "../../shared/cosmos/client.ts";' },
    { "functions/project/domain.ts": 'import type { Client } from "../../shared/cosmos/client.ts";' },
  ],
  "domain-reaches-azure": [
    {
      "functions/project/domain.ts": 'import "./rule.ts";',
      "functions/project/rule.ts": 'import "@azure/cosmos";',
    },
    {
      "functions/project/domain.ts": 'import "./rule.ts";',
      "functions/project/rule.ts": 'import type { Client } from "../../shared/cosmos/client.ts";',
    },
    { "shared/domain/ids.ts": 'import "@azure/cosmos";' },
    { "shared/contract/events.ts": 'import "../cosmos/client.ts";' },
  ],
  "black-box-to-app": [
    { "tests/system/start.test.ts": 'import "../../functions/project/domain.ts";' },
    { "tests/conformance/cosmos/read.test.ts": 'import "../../../shared/cosmos/client.ts";' },
  ],
  "code-to-test": [
    { "functions/project/http.ts": 'import "./store.fake.ts"; import "./domain.ts";' },
    { "local/cosmos/server.ts": 'import "./clock.fake.ts";', "local/cosmos/clock.fake.ts": "" },
  ],
  "app-to-dev-dependency": [
    { "shared/cosmos/client.ts": 'import "rhea";' },
    {
      "shared/cosmos/client.ts": 'import "stray";',
      "node_modules/stray/package.json": JSON.stringify({ name: "stray", main: "index.js" }),
      "node_modules/stray/index.js": "",
    },
  ],
  "no-circular": [{ "web/request.ts": 'import "./staff.ts";' }],
  "no-orphan": [
    { "shared/domain/forgotten.ts": "export {};" },
    { "local/cosmos/forgotten.ts": "export {};" },
  ],
  "no-unresolvable": [{ "shared/domain/ids.ts": 'import "./gone.ts";' }],
};

test("a small tree that keeps every rule has no violation", async (t) => {
  assert.deepEqual(await judgePlanted(t, {}), []);
});

test("every rule has a plant that shows it", () => {
  assert.deepEqual(
    Object.keys(plants),
    rules.forbidden.map(({ name }) => name),
  );
});

for (const [rule, cases] of Object.entries(plants)) {
  for (const planted of cases) {
    const [[file, content] = []] = Object.entries(planted);
    test(`the rule ${rule} finds ${content ?? ""} in ${file ?? ""}`, async (t) => {
      const violations = await judgePlanted(t, planted);
      assert.ok(
        violations.some((violation) => violation.startsWith(`${rule}: `)),
        `violations: ${violations.join("; ") || "none"}`,
      );
    });
  }
}

test("a type that points back to its user is no circle", async (t) => {
  const planted = {
    "web/staff.ts": 'import { ask } from "./request.ts"; export type Page = typeof ask;',
    "web/request.ts": 'import type { Page } from "./staff.ts"; export const ask = (page: Page) => page;',
  };
  assert.deepEqual(await judgePlanted(t, planted), []);
});
