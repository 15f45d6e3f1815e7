import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { NotFound } from "../../shared/domain/errors.ts";
import { capturedRoutes } from "./routes.fake.ts";
import { docsRoutes } from "./docs.ts";

const swagger = new URL(
  ".",
  pathToFileURL(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json")),
);
const { endpoint, get } = capturedRoutes();
docsRoutes(endpoint, swagger);

const at = "https://ktgg.example/api/docs";
const headersOf = (answer: { headers?: unknown }): Record<string, string> =>
  answer.headers as Record<string, string>;
const pageOf = async (): Promise<string> => (await get("docs", at)).body as string;
const addressesIn = (page: string): string[] =>
  [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = ""]) => address);

test("every file that the page names is there, of the right type, and may be kept for ever", async () => {
  const addresses = addressesIn(await pageOf()).filter((address) => address.startsWith("docs/"));
  assert.equal(addresses.length, 3);
  for (const address of addresses) {
    const answer = await get("docsAsset", new URL(address, at).href);
    assert.equal(answer.status, 200, address);
    assert.match(headersOf(answer)["cache-control"] ?? "", /immutable/);
    assert.match(
      headersOf(answer)["content-type"] ?? "",
      address.includes(".css") ? /^text\/css/ : /^text\/javascript/,
    );
  }
});

test("a file asked for without its version, or with an old one, is to be asked for again", async () => {
  for (const address of [`${at}/init.js`, `${at}/init.js?v=old`]) {
    const answer = await get("docsAsset", address);
    assert.equal(headersOf(answer)["cache-control"], "no-cache");
    assert.equal(
      (await get("docsAsset", address, { "if-none-match": headersOf(answer)["etag"] ?? "" })).status,
      304,
    );
  }
});

test("no file but those of the page can be had", async () => {
  const names = [
    "package.json",
    "swagger-ui.js",
    "..%2Fpackage.json",
    "%2E%2E%2Fmain.mjs",
    "constructor",
    "__proto__",
  ];
  for (const name of names) {
    await assert.rejects(get("docsAsset", `${at}/${name}`), NotFound, name);
  }
});

test("the page asks no other host, and its policy allows none, nor inline scripts or styles", async () => {
  const answer = await get("docs", at);
  const page = answer.body as string;
  for (const address of addressesIn(page)) {
    assert.ok(address === "data:," || new URL(address, at).origin === new URL(at).origin, address);
  }
  assert.doesNotMatch(page, /<script>|<style|style=|\son\w+=/);
  const policy = headersOf(answer)["content-security-policy"] ?? "";
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe|https?:|\*/);
  assert.match((await get("docsAsset", `${at}/init.js`)).body as string, /validatorUrl: null/);
});

test("with a slash at its end the page is elsewhere, so that its relative addresses stay right", async () => {
  const answer = await get("docs", `${at}/`);
  assert.equal(answer.status, 308);
  assert.equal(new URL(headersOf(answer)["location"] ?? "", `${at}/`).href, at);
});

test("the page is not sent again to who has it", async () => {
  const { etag = "" } = headersOf(await get("docs", at));
  assert.equal((await get("docs", at, { "if-none-match": etag })).status, 304);
});
