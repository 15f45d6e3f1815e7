import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { startWeb } from "../../../local/web/server.ts";

// What Azure documents of staticwebapp.config.json, of the part that we use:
// learn.microsoft.com/azure/static-web-apps/configuration.

const rules = {
  routes: [
    { route: "/assets/*", headers: { "cache-control": "immutable" } },
    { route: "/old", redirect: "/new", statusCode: 301 },
    { route: "/hidden/*", statusCode: 404 },
  ],
  navigationFallback: { rewrite: "/index.html", exclude: ["/assets/*", "*.{js,css}"] },
  globalHeaders: {
    "cache-control": "no-cache",
    "content-security-policy": "connect-src 'self' __API_ORIGIN__ __ISSUER_ORIGIN__",
  },
  mimeTypes: { ".woff2": "font/woff2" },
};

const files: Record<string, string> = {
  "index.html": "<!doctype html><title>page</title>",
  "assets/main.js": "console.log(1)",
  "assets/font.woff2": "font",
  "hidden/secret.txt": "secret",
  "../outside.txt": "outside",
};

const serve = async (t: TestContext, config: object = rules): Promise<string> => {
  const root = mkdtempSync(join(tmpdir(), "ktgg-web-"));
  t.after(() => {
    rmSync(root, { recursive: true });
  });
  const folder = join(root, "web");
  for (const [name, text] of Object.entries({
    ...files,
    "staticwebapp.config.json": JSON.stringify(config),
  })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const web = await startWeb({
    port: 0,
    folder,
    api: "http://127.0.0.1:7070/api",
    issuer: "https://issuer.example/tenant",
    clientId: "ktgg-web",
    audience: "api://ktgg",
  });
  t.after(() => web.close());
  return web.url;
};

const get = (url: string, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${url}${path}`, { redirect: "manual", ...init });

test("a path that is no file is the page of navigationFallback, one that is excluded is 404", async (t) => {
  const url = await serve(t);
  for (const path of ["/", "/projects", "/consultations/1?asked=1"]) {
    const response = await get(url, path);
    assert.equal(response.status, 200, path);
    assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
    assert.match(await response.text(), /<title>page/);
  }
  for (const path of ["/assets/gone.js", "/gone.css"]) assert.equal((await get(url, path)).status, 404, path);
});

test("globalHeaders are on every answer, and a route's own headers come before them", async (t) => {
  const url = await serve(t);
  const page = await get(url, "/projects");
  assert.equal(page.headers.get("cache-control"), "no-cache");
  const script = await get(url, "/assets/main.js");
  assert.equal(script.headers.get("cache-control"), "immutable");
  assert.equal(script.headers.get("content-type"), "text/javascript; charset=utf-8");
  const gone = await get(url, "/assets/gone.js");
  assert.equal(gone.headers.get("cache-control"), "no-cache", "a missing file must not be missing for good");
  assert.ok(gone.headers.has("content-security-policy"));
});

test("the places that a deployment fills in are filled in", async (t) => {
  const url = await serve(t);
  const response = await get(url, "/config.json");
  assert.deepEqual(await response.json(), {
    api: "http://127.0.0.1:7070/api",
    issuer: "https://issuer.example/tenant",
    clientId: "ktgg-web",
    audience: "api://ktgg",
  });
  assert.equal(
    response.headers.get("content-security-policy"),
    "connect-src 'self' http://127.0.0.1:7070 https://issuer.example",
  );
});

test("mimeTypes say what a file is, redirect and statusCode answer for a route", async (t) => {
  const url = await serve(t);
  assert.equal((await get(url, "/assets/font.woff2")).headers.get("content-type"), "font/woff2");
  const moved = await get(url, "/old");
  assert.deepEqual([moved.status, moved.headers.get("location")], [301, "/new"]);
  assert.equal((await get(url, "/hidden/secret.txt")).status, 404);
});

test("nothing outside the folder is served, nor the rules themselves", async (t) => {
  const url = await serve(t);
  assert.equal((await get(url, "/staticwebapp.config.json")).status, 404);
  for (const path of ["/..%2foutside.txt", "/assets/%2e%2e/%2e%2e/outside.txt"]) {
    assert.doesNotMatch(await (await get(url, path)).text(), /outside/, path);
  }
  assert.equal((await get(url, "/%ff")).status, 400);
});

test("a file that has not changed is not sent again, and one is sent compressed to who takes it", async (t) => {
  const url = await serve(t);
  const first = await get(url, "/assets/main.js", { headers: { "accept-encoding": "gzip" } });
  assert.equal(first.headers.get("content-encoding"), "gzip");
  assert.equal(await first.text(), "console.log(1)");
  const etag = first.headers.get("etag") ?? "";
  assert.equal((await get(url, "/assets/main.js", { headers: { "if-none-match": etag } })).status, 304);
  const plain = await get(url, "/assets/main.js", { headers: { "accept-encoding": "identity" } });
  assert.equal(plain.headers.get("content-encoding"), null);
});

test("only GET and HEAD are served", async (t) => {
  const url = await serve(t);
  const refused = await get(url, "/", { method: "POST", body: "x" });
  assert.deepEqual([refused.status, refused.headers.get("allow")], [405, "GET, HEAD"]);
  const head = await get(url, "/assets/main.js", { method: "HEAD" });
  assert.deepEqual([head.status, await head.text()], [200, ""]);
});

test("a rule that this server does not obey is refused at start, by name", async (t) => {
  await assert.rejects(serve(t, { ...rules, responseOverrides: { 404: {} } }), /responseOverrides/);
  await assert.rejects(serve(t, { routes: [{ route: "/", allowedRoles: ["x"] }] }), /allowedRoles/);
});
