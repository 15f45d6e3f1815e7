import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test, type TestContext } from "node:test";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");

// There is no Azure here: these stand for the three commands by which the script speaks with it. `npx` puts the folder that it
// is called in where `curl` looks; "refused" makes it do nothing and succeed, as the real one may.
const commands = {
  az: `case "$*" in
    "staticwebapp show --resource-group rg --name site --query defaultHostname --output tsv") echo pages.example.net ;;
    "staticwebapp secrets list --resource-group rg --name site --query properties.apiKey --output tsv") echo the-token ;;
    *) echo "az $*" >&2; exit 1 ;;
  esac`,
  npx: `echo "$* with $SWA_CLI_DEPLOYMENT_TOKEN" > "$FAKE/asked"
  [ -e "$FAKE/refused" ] || cp -r . "$FAKE/served"`,
  curl: `for url; do :; done
  file=\${url#https://pages.example.net/}
  cat "$FAKE/served/\${file:-index.html}"`,
};

const workplace = async (t: TestContext) => {
  const folder = await mkdtemp(path.join(tmpdir(), "ktgg-deploy-pages-"));
  t.after(() => rm(folder, { recursive: true }));
  const [bin, pages] = [path.join(folder, "bin"), path.join(folder, "pages")];
  await Promise.all([bin, pages].map((one) => mkdir(one)));
  for (const [name, script] of Object.entries(commands)) {
    await writeFile(path.join(bin, name), `#!/usr/bin/env bash\n${script}\n`);
    await chmod(path.join(bin, name), 0o755);
  }
  await writeFile(path.join(pages, "index.html"), "<h1>new</h1>");
  await copyFile(
    path.join(root, "web/staticwebapp.config.json"),
    path.join(pages, "staticwebapp.config.json"),
  );
  await run("zip", ["-q", "-r", "../pages.zip", "."], { cwd: pages });
  const deploy = () =>
    run(path.join(root, ".github/deploy-pages.sh"), [path.join(folder, "pages.zip")], {
      cwd: root,
      env: {
        PATH: `${bin}:${process.env["PATH"]}`,
        FAKE: folder,
        PAGES_WAIT_SECONDS: "0",
        RESOURCE_GROUP: "rg",
        STATIC_WEB_APP: "site",
        KTGG_API_URL: "https://gateway.example.net/api",
        OIDC_ISSUER: "https://login.example.net/tenant",
        OIDC_WEB_CLIENT_ID: "a-client",
        OIDC_AUDIENCE: "api://ktgg",
      },
    });
  return { folder, deploy };
};

test("a release's pages are deployed, told of their environment, with a token that no log shows", async (t) => {
  const { folder, deploy } = await workplace(t);
  const { stdout } = await deploy();
  assert.match(stdout, /is deployed to https:\/\/pages\.example\.net\.$/m);
  assert.match(
    await readFile(path.join(folder, "asked"), "utf8"),
    /^--yes @azure\/static-web-apps-cli@\d+\.\d+\.\d+ deploy \. --swa-config-location \. --env production with the-token$/m,
  );
  assert.equal(stdout.split("\n")[0], "::add-mask::the-token");
  assert.equal(stdout.split("the-token").length, 2);
  const served = (file: string) => readFile(path.join(folder, "served", file), "utf8");
  assert.match(await served("config.json"), /"api": "https:\/\/gateway\.example\.net\/api"/);
  assert.match(
    await served("staticwebapp.config.json"),
    /'self' https:\/\/gateway\.example\.net https:\/\/login\.example\.net;/,
  );
});

for (const [what, file, text] of [
  ["the former page", "index.html", "<h1>former</h1>"],
  ["another environment's settings", "config.json", "{}"],
] as const) {
  test(`a deployment after which ${what} is still served fails`, async (t) => {
    const { folder, deploy } = await workplace(t);
    await deploy();
    await writeFile(path.join(folder, "served", file), text);
    await writeFile(path.join(folder, "refused"), "");
    await assert.rejects(deploy(), /does not serve these pages/);
  });
}
