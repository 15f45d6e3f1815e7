import assert from "node:assert/strict";
import { test } from "node:test";
import { allowedMethods } from "./allowed-methods.ts";

const routes = [
  { method: "POST", path: "projects" },
  { method: "GET", path: "projects" },
  { method: "GET", path: "projects/{projectId}" },
  { method: "PATCH", path: "projects/{projectId}" },
  { method: "POST", path: "projects/import" },
  { method: "POST", path: "projects/{projectId}/start" },
] as const;

const cases: [path: string, methods: string[]][] = [
  ["projects", ["GET", "POST"]],
  ["projects/", ["GET", "POST"]],
  ["Projects", ["GET", "POST"]],
  ["projects/p1", ["GET", "PATCH"]],
  // The host takes a GET of it as that of the project "import".
  ["projects/import", ["GET", "PATCH", "POST"]],
  ["projects/p1/start", ["POST"]],
  ["projects/p1/stop", []],
  ["projects//start", []],
  ["projects/p1/start/now", []],
  ["project", []],
  ["", []],
  ["{projectId}", []],
];

for (const [path, methods] of cases) {
  test(`the path "${path}" takes ${methods.join(", ") || "nothing"}`, () => {
    assert.deepEqual(allowedMethods(routes, path), methods);
  });
}
