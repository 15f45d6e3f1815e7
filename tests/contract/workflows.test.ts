import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { parse } from "yaml";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, ".github/workflows");
const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

type Step = {
  id?: string;
  if?: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
  with?: Record<string, unknown>;
};
type Job = {
  steps: Step[];
  permissions?: Record<string, string>;
  environment?: string;
  "timeout-minutes"?: number;
  needs?: string;
};
type Workflow = { on: unknown; permissions?: unknown; jobs: Record<string, Job> };

const workflows = readdirSync(folder).map((file) => {
  const text = readFileSync(path.join(folder, file), "utf8");
  return { file, text, workflow: parse(text) as Workflow };
});
const jobs = workflows.flatMap(({ file, workflow }) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ where: `${file} ${name}`, job })),
);
const steps = jobs.flatMap(({ where, job }) => job.steps.map((step) => ({ where, step })));

test("every action is pinned by its full commit, with the version that it is", () => {
  const lines = workflows.flatMap(({ file, text }) =>
    text
      .split("\n")
      .flatMap((line, index) => (/\buses:/.test(line) ? [{ where: `${file}:${index + 1}`, line }] : [])),
  );
  assert.equal(lines.length, steps.filter(({ step }) => step.uses !== undefined).length);
  for (const { where, line } of lines) {
    assert.match(line, /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, where);
  }
});

test("one action has one pin everywhere", () => {
  const pins = new Map<string, Set<string>>();
  for (const { step } of steps) {
    const [action = "", pin = ""] = (step.uses ?? "").split("@");
    pins.set(action, (pins.get(action) ?? new Set()).add(pin));
  }
  for (const [action, found] of pins) assert.equal(found.size, 1, action);
});

test("a workflow may read the code, and only a job that needs more has more", () => {
  const allowed: Record<string, Record<string, string>> = {
    "pull-request.yml secrets": { contents: "read", "pull-requests": "read" },
    "pull-request.yml what-if": { contents: "read", "id-token": "write" },
    "main.yml staging": { contents: "read", "id-token": "write" },
    "main.yml production": { contents: "read", actions: "read", "id-token": "write" },
  };
  for (const { file, workflow } of workflows)
    assert.deepEqual(workflow.permissions, { contents: "read" }, file);
  for (const { where, job } of jobs) assert.deepEqual(job.permissions, allowed[where], where);
});

test("who signs in to Azure does so by OIDC in an environment, which says who may", () => {
  const signingIn = jobs.filter(({ job }) => job.steps.some(({ uses }) => uses?.startsWith("azure/login@")));
  assert.equal(signingIn.length, 3);
  for (const { where, job } of signingIn) {
    assert.ok(job.environment, where);
    assert.equal(job.permissions?.["id-token"], "write", where);
    const login = job.steps.find(({ uses }) => uses?.startsWith("azure/login@"));
    assert.deepEqual(
      Object.keys(login?.with ?? {}).toSorted(),
      ["client-id", "subscription-id", "tenant-id"],
      where,
    );
  }
});

test("no secret is used but the scanner's licence", () => {
  const used = workflows.flatMap(({ text }) => [...text.matchAll(/secrets\.(\w+)/g)].map(([, name]) => name));
  assert.deepEqual(used, ["GITLEAKS_LICENSE"]);
  for (const { file, text } of workflows) assert.doesNotMatch(text, /secrets: inherit/, file);
});

test("what a stranger may name never becomes a part of a script", () => {
  for (const { where, step } of steps) assert.doesNotMatch(step.run ?? "", /\$\{\{/, where);
});

test("no workflow runs a stranger's code with our rights", () => {
  for (const { file, workflow } of workflows) {
    const events = typeof workflow.on === "string" ? [workflow.on] : Object.keys(workflow.on as object);
    assert.ok(!events.includes("pull_request_target") && !events.includes("workflow_run"), file);
  }
  for (const { where, step } of steps) {
    if (step.uses?.startsWith("actions/checkout@"))
      assert.equal(step.with?.["persist-credentials"], false, where);
  }
});

test("every command that a workflow runs is one of the repository", () => {
  const texts = [
    ...steps.map(({ where, step }) => ({ where, text: step.run ?? "" })),
    ...[".github/deploy.sh", ".github/deploy-pages.sh", ".github/smoke.sh", ".ci/run"].map((file) => ({
      where: file,
      text: readFileSync(path.join(root, file), "utf8").replaceAll(/^#.*$/gm, ""),
    })),
  ];
  let commands = 0;
  for (const { where, text } of texts) {
    for (const [, script = ""] of text.matchAll(/\bnpm run (?:--silent )?([\w:-]+)/g)) {
      commands += 1;
      assert.ok(script in scripts, `${where}: npm run ${script}`);
    }
    for (const [, tool = ""] of text.matchAll(/\bnode \S* ?(tools\/[\w/-]+\.ts)/g)) {
      commands += 1;
      assert.ok(statSync(path.join(root, tool)).isFile(), `${where}: ${tool}`);
    }
    for (const [, file = ""] of text.matchAll(/(?:^|\s)(\.(?:github|ci)\/[\w.-]+)/g)) {
      commands += 1;
      assert.ok((statSync(path.join(root, file)).mode & 0o111) !== 0, `${where}: ${file} can be run`);
    }
  }
  assert.ok(commands > 12);
});

test("a pull request is held to everything that the release is, and to the contracts of its base", () => {
  const commands = (file: string): string =>
    workflows
      .filter((one) => one.file === file)
      .flatMap(({ workflow }) =>
        Object.values(workflow.jobs).flatMap(({ steps: all }) =>
          all.map(({ run = "", uses = "" }) => `${run} ${uses}`),
        ),
      )
      .join("\n");
  for (const part of [
    ".ci/run",
    "contracts -- --against",
    "npm audit",
    "dependency-review-action",
    "gitleaks",
    "what-if",
  ]) {
    assert.ok(commands("pull-request.yml").includes(part), part);
  }
  const [build, staging, production] = ["build", "staging", "production"].map(
    (name) => workflows.find(({ file }) => file === "main.yml")?.workflow.jobs[name],
  );
  assert.deepEqual([build?.needs, staging?.needs, production?.needs], [undefined, "build", "staging"]);
  const packaged = jobs.filter(({ job }) =>
    job.steps.some(({ run = "" }) => run.includes("npm run package")),
  );
  assert.deepEqual(
    packaged.map(({ where }) => where),
    ["main.yml build"],
    "it is built once",
  );
});

const deploying = ["staging", "production"].map((name) => {
  const job = workflows.find(({ file }) => file === "main.yml")?.workflow.jobs[name];
  assert.ok(job, name);
  return { name, steps: job.steps };
});

test("the pages are deployed once the API that they call is good, and are told which it is", () => {
  for (const { name, steps: all } of deploying) {
    const at = (command: string): number => all.findIndex(({ run }) => run?.startsWith(command));
    const order = [
      ".github/deploy.sh package.zip",
      ".github/smoke.sh",
      ".github/deploy-pages.sh pages.zip",
    ].map(at);
    assert.ok(!order.includes(-1), name);
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
      name,
    );
    const [smoke, pages] = [order[1], order[2]].map((index) => all[index ?? -1]?.env ?? {});
    assert.equal(pages?.["KTGG_API_URL"], smoke?.["API_URL"], name);
    for (const variable of [
      "RESOURCE_GROUP",
      "STATIC_WEB_APP",
      "OIDC_ISSUER",
      "OIDC_WEB_CLIENT_ID",
      "OIDC_AUDIENCE",
    ])
      assert.equal(pages?.[variable], `\${{ vars.${variable} }}`, `${name} ${variable}`);
  }
});

test("whatever of a release fails, the API and the pages of the former one come back together", () => {
  const all = deploying.find(({ name }) => name === "production")?.steps ?? [];
  const back = (package_: string): { index: number; step: Step } => {
    const index = all.findIndex(({ run = "" }) => run.includes(`.sh former/${package_}`));
    const step = all[index];
    assert.ok(step, package_);
    return { index, step };
  };
  const [pages, api] = [back("pages.zip"), back("package.zip")];
  assert.ok(pages.index < api.index, "the new API serves the former pages, not the other way round");
  const failed = (condition = ""): string[] =>
    [...condition.matchAll(/steps\.(\w+)\.outcome == 'failure'/g)].map(([, id = ""]) => id);
  assert.match(pages.step.if ?? "", /^failure\(\) &&/);
  assert.match(api.step.if ?? "", /^failure\(\) &&/);
  assert.deepEqual(failed(pages.step.if), ["pages"]);
  assert.deepEqual(failed(api.step.if), ["deploy", "watch", "pages"]);
  for (const id of failed(api.step.if))
    assert.ok(
      all.some((step) => step.id === id),
      id,
    );
  const deployed = all.find(({ id }) => id === "pages");
  assert.deepEqual(pages.step.env, deployed?.env, "the former pages are told what the new ones were");
});

test("both were built once, and are kept together", () => {
  const build = workflows.find(({ file }) => file === "main.yml")?.workflow.jobs["build"];
  const kept = build?.steps.find(({ uses }) => uses?.startsWith("actions/upload-artifact@"));
  assert.deepEqual(String(kept?.with?.["path"]).trim().split("\n"), ["package.zip", "pages.zip"]);
});

test("no job may run for ever", () => {
  for (const { where, job } of jobs) assert.ok((job["timeout-minutes"] ?? Infinity) <= 60, where);
});
