import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
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

/** Settings of the right form that lead nowhere. */
const settings = {
  COSMOS: "AccountEndpoint=http://127.0.0.1:9/;AccountKey=a2V5;",
  COSMOS_DATABASE: "ktgg",
  SERVICEBUS:
    "Endpoint=sb://127.0.0.1;SharedAccessKeyName=key;SharedAccessKey=a2V5;UseDevelopmentEmulator=true;",
  COMMUNICATION: "endpoint=http://127.0.0.1:9/;accesskey=a2V5",
  SMS_FROM: "+8215880000",
  OIDC_ISSUER: "http://127.0.0.1:9",
  OIDC_AUDIENCE: "api://ktgg",
};

test("the package loads without anything installed beside it, and registers the functions of every context", async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      "--disable-warning=ExperimentalWarning",
      path.join(root, "tools/cold-start.ts"),
      path.join(folder, "dist/main.mjs"),
    ],
    { env: settings, cwd: folder },
  );
  const { functions } = JSON.parse(stdout) as { functions: string[] };
  const expected = ["createProject", "createInterest", "createConsultation", "matchConsultation", "sendPage"];
  for (const name of [...expected, "listMyAlarms", "healthReady"]) {
    assert.ok(functions.includes(name), `${name} is missing`);
  }
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
