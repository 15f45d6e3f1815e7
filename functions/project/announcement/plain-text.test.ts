import assert from "node:assert/strict";
import { test } from "node:test";
import { toPlainText } from "./plain-text.ts";

const cases: [what: string, html: string, text: string][] = [
  [
    "blocks and line breaks become line ends",
    "<p>가</p><p>나<br>다</p><ul><li>라</li><li>마</li></ul>",
    "가\n나\n다\n라\n마",
  ],
  ["an empty paragraph is one empty line", '<p>가</p><p><br></p><p><br></p><p style="x">나</p>', "가\n\n나"],
  [
    "cells of a table stay apart",
    "<table><tr><td>가</td><td>나</td></tr><tr><td>다</td></tr></table>",
    "가 나\n다",
  ],
  [
    "scripts, styles and their like are no text",
    "<style>p{}</style>가<script>alert(1)</script><iframe>x</iframe><textarea><b>y</textarea>",
    "가",
  ],
  [
    "handlers go with their elements",
    '가<img src="x" onerror="alert(1)">나<a href="javascript:x">다</a>',
    "가나다",
  ],
  ["entities are decoded once", "&lt;우대&gt; &amp;amp; A&nbsp;&nbsp;B", "<우대> &amp; A B"],
  ["what is hidden behind an entity is gone too", "가&#x202E;나&#0;다&#x200B;라", "가나다라"],
  ["text without markup stays", "a < b > c & 소상공인 <특별>", "a < b > c & 소상공인 <특별>"],
  ["an element that never ends swallows only itself", "가<b>나<style>다", "가나"],
  ["a script cannot be put together from pieces", "<scr<script>ipt>alert(1)</script>가", "ipt>alert(1)가"],
];

for (const [what, html, text] of cases)
  test(what, () => {
    assert.equal(toPlainText(html, 1000), text);
  });

test("the text is cut to its length with an ellipsis", () => {
  assert.equal(toPlainText("<p>가나다라마</p>", 4), "가나다…");
  assert.equal(toPlainText("<p>가나다라</p>", 4), "가나다라");
  assert.equal(toPlainText("<p>가나😀라마</p>", 4), "가나…");
});

test("a million elements inside each other take no time", () => {
  const started = performance.now();
  toPlainText("<div>".repeat(200_000), 100);
  assert.ok(performance.now() - started < 2000);
});
