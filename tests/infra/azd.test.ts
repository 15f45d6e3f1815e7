import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { configurePages } from "../../tools/configure-pages.ts";
import { deployments, infraTest, only } from "./deployment.ts";

const root = path.resolve(import.meta.dirname, "../..");
const azure = parse(await readFile(path.join(root, "azure.yaml"), "utf8")) as {
  infra: { path: string; module: string };
  hooks: { predeploy: { run: string } };
  services: Record<string, { project: string; host: string }>;
};

test("azd finds the template, its parameters and the tool that builds what it deploys", () => {
  const { path: folder, module } = azure.infra;
  for (const ending of ["bicep", "bicepparam"]) {
    assert.ok(existsSync(path.join(root, folder, `${module}.${ending}`)), ending);
  }
  const tool = /node .*?(tools\/[\w-]+\.ts)/.exec(azure.hooks.predeploy.run)?.[1] ?? "";
  assert.ok(existsSync(path.join(root, tool)), tool);
});

infraTest("each service of azure.yaml is tagged on the one resource that it is deployed to", async () => {
  const hosts = { function: "Microsoft.Web/sites", staticwebapp: "Microsoft.Web/staticSites" };
  for (const deployment of [await deployments.dev(), await deployments.prod()]) {
    for (const [name, { host }] of Object.entries(azure.services)) {
      const type = hosts[host as keyof typeof hosts];
      assert.equal(only(deployment, type).tags?.["azd-service-name"], name);
    }
  }
});

const env = {
  KTGG_API_URL: "https://apim-ktgg-example.azure-api.net/api",
  OIDC_ISSUER: "https://login.example.com/tenant/v2.0",
  OIDC_WEB_CLIENT_ID: "a-client",
  OIDC_AUDIENCE: "api://ktgg",
};

test("the pages are told where the API and the issuer are, and may call these two alone", async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), "ktgg-pages-"));
  t.after(() => rm(folder, { recursive: true }));
  await copyFile(
    path.join(root, "web/staticwebapp.config.json"),
    path.join(folder, "staticwebapp.config.json"),
  );
  await configurePages(folder, env);
  assert.deepEqual(JSON.parse(await readFile(path.join(folder, "config.json"), "utf8")), {
    api: env.KTGG_API_URL,
    issuer: env.OIDC_ISSUER,
    clientId: "a-client",
    audience: "api://ktgg",
  });
  const rules = await readFile(path.join(folder, "staticwebapp.config.json"), "utf8");
  assert.match(
    rules,
    /connect-src 'self' https:\/\/apim-ktgg-example\.azure-api\.net https:\/\/login\.example\.com;/,
  );
  assert.doesNotMatch(rules, /__\w+__/);
});

test("pages that would not know their API are not built", async () => {
  await assert.rejects(configurePages("nowhere", { ...env, KTGG_API_URL: "" }), /Set KTGG_API_URL/);
});
