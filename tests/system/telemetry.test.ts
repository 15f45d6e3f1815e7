import assert from "node:assert/strict";
import { test } from "node:test";
import { startProduct } from "./product.ts";
import { createProject, peopleOf } from "./story.ts";

test("the app runs with Azure Monitor, also when that can't be reached", async (t) => {
  const ingestion = "IngestionEndpoint=http://127.0.0.1:9/";
  const product = await startProduct({
    env: {
      APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=00000000-0000-0000-0000-000000000000;${ingestion}`,
    },
  });
  t.after(() => product.stop());
  const { projectId } = await createProject(product, await peopleOf(product), {
    projectname: "관측 지원사업",
  });
  assert.ok(projectId);
});
