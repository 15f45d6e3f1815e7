import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { nowhere } from "../../tools/nowhere.ts";
import { packageApp } from "../../tools/package.ts";

// What `npm run package` makes, away from this repository: nothing of it is in reach from there.
const root = path.resolve(import.meta.dirname, "../..");
let folder: string;
let files: string[];

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ktgg-package-"));
  await packageApp(folder);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
});
after(() => rm(folder, { recursive: true, force: true }));

type Metadata = { name: string; bindings: Record<string, object>; retryOptions?: object };

const loadPackage = async (env: Record<string, string>): Promise<Metadata[]> => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      "--disable-warning=ExperimentalWarning",
      path.join(root, "tools/cold-start.ts"),
      path.join(folder, "dist/main.mjs"),
    ],
    { env: { ...nowhere, ...env }, cwd: folder },
  );
  return (JSON.parse(stdout) as { functions: Metadata[] }).functions;
};

const namesIn = (functions: readonly Metadata[]): string[] => functions.map(({ name }) => name);

test("the package loads without anything installed beside it, and registers the functions of every context", async () => {
  const names = namesIn(await loadPackage({}));
  const expected = ["createProject", "createInterest", "createConsultation", "matchConsultation", "sendPage"];
  for (const name of [...expected, "listMyAlarms", "healthReady"]) {
    assert.ok(names.includes(name), `${name} is missing`);
  }
});

test("what the host is told of a function is what the app itself would have told", async () => {
  const text = await readFile(path.join(folder, "dist/functions.json"), "utf8");
  const listed = JSON.parse(text) as (Metadata & { contexts: string[] })[];
  const told = new Map((await loadPackage({})).map((metadata) => [metadata.name, metadata]));
  for (const { contexts, ...metadata } of listed) {
    assert.deepEqual(told.get(metadata.name), metadata, `${metadata.name} of ${contexts.join()}`);
  }
  assert.equal(told.size, listed.length);
});

test("only the functions of the contexts that are named are registered, with those of every app", async () => {
  const names = namesIn(await loadPackage({ KTGG_CONTEXTS: "project" }));
  assert.ok(
    names.includes("createProject") && names.includes("projectRelay") && names.includes("healthLive"),
  );
  assert.ok(!names.includes("createInterest") && !names.includes("matchConsultation"));
});

test("settings that are wrong stop the start, and each is named", async () => {
  const host = promisify(execFile)(
    process.execPath,
    [
      "--disable-warning=ExperimentalWarning",
      ...[path.join(root, "local/functions-host/main.ts"), "--app", folder, "--port", "0"],
    ],
    // A key is set, as the host looks for it before it starts the app.
    {
      env: { ...nowhere, FUNCTIONS_HOST_FUNCTION_KEY: "key", OIDC_ISSUER: "", SMS_CLASS: "loud" },
      cwd: folder,
    },
  );
  await assert.rejects(host, ({ code, stderr }: { code: number; stderr: string }) => {
    assert.match(stderr, /settings are not complete/);
    assert.match(stderr, /OIDC_ISSUER/);
    assert.match(stderr, /SMS_CLASS/);
    return code === 1;
  });
});

test("the package asks for no other package", async () => {
  const manifest = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8")) as object;
  assert.deepEqual(Object.keys(manifest), ["name", "version", "private", "type", "main", "engines"]);
  const known = new Set([...builtinModules, "@azure/functions-core"]);
  for (const file of files.filter((name) => name.endsWith(".mjs"))) {
    const text = await readFile(file, "utf8");
    for (const [, name = ""] of text.matchAll(/(?:^import|^\} from|\b__require\()[^"\n]*"([^"./][^"]*)"/gm)) {
      assert.ok(known.has(name.replace(/^node:/, "")), `${path.basename(file)} asks for ${name}`);
    }
  }
});

test("the package holds what runs and no more: no source map, no path of the machine that built it", async () => {
  const endings = new Set(files.map((file) => path.extname(file)));
  assert.deepEqual([...endings].toSorted(), [".css", ".js", ".json", ".mjs"]);
  for (const file of files) {
    const text = await readFile(file, "utf8");
    assert.ok(!text.includes(root), `${path.basename(file)} names ${root}`);
    assert.doesNotMatch(
      text,
      /^\/\/# sourceMappingURL=\S+\.mjs\.map$/m,
      `${path.basename(file)} names a source map`,
    );
  }
});
