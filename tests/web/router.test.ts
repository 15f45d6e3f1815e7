import assert from "node:assert/strict";
import { test } from "node:test";
import { matchRoute } from "../../web/router.ts";
import { routes } from "../../web/routes.ts";
import { places } from "../../web/shell/navigation.ts";

const at = (path: string): { path: string | undefined; params: unknown } => {
  const found = matchRoute(routes, new URL(path, "http://pages.example"));
  return { path: found?.route.path, params: found?.address.params };
};

test("an address is the first route that fits, with what varies in it decoded", () => {
  assert.deepEqual(at("/consultations/new?projectId=1"), { path: "/consultations/new", params: {} });
  assert.deepEqual(at("/consultations/a%20b/"), {
    path: "/consultations/:consultationId",
    params: { consultationId: "a b" },
  });
  for (const path of ["/consultations/a/b", "/nothing", "/consultations/%ff"]) {
    assert.equal(at(path).path, undefined, path);
  }
});

test("every place in the navigation is a page for its role", () => {
  for (const { path, role } of places) {
    const found = matchRoute(routes, new URL(path, "http://pages.example"));
    assert.ok(found?.route.roles?.includes(role), path);
  }
});
