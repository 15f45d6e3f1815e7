import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFile(path.join(root, file), "utf8");
const withoutComments = (block: string) => block.replaceAll(/ +#.*$/gm, "");
const blocksOf = (page: string) => (page.match(/```[\s\S]*?```/g) ?? []).map(withoutComments);

test("README.md and README.ko.md show the same commands and the same output", async () => {
  const [english, korean] = [blocksOf(await read("README.md")), blocksOf(await read("README.ko.md"))];
  assert.ok(english.length > 0);
  assert.deepEqual(korean, english);
});

test("every link of the README's two languages leads to something", async () => {
  for (const page of ["README.md", "README.ko.md"]) {
    const links = [...(await read(page)).matchAll(/\]\(([^)#]+)\)/g)].map(([, link = ""]) => link);
    const local = links.filter((link) => !/^https?:/.test(link));
    assert.ok(local.length > 5);
    assert.deepEqual(
      local.filter((link) => !existsSync(path.join(root, link))),
      [],
      page,
    );
  }
});

test("every npm script that the READMEs name exists", async () => {
  const { scripts } = JSON.parse(await read("package.json")) as { scripts: Record<string, string> };
  for (const page of ["README.md", "README.ko.md", "CONTRIBUTING.md"]) {
    for (const [, name = ""] of (await read(page)).matchAll(/npm run ([a-z][\w:-]*)/g)) {
      assert.ok(scripts[name], `${page} names npm run ${name}`);
    }
  }
});
