import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { manualClock } from "../../../local/durable/clock.ts";
import { programs, resultsOf } from "./program.ts";
import { startApp } from "./started-app.ts";

const clock = manualClock(Date.UTC(2026, 0, 5));
const app = await startApp({ clock });
const hub = app.host.durable?.hub;
assert.ok(hub);

const day = 24 * 3_600_000;

test("whatever an orchestrator does side by side and one after the other, each task gets its own result", async () => {
  const any = programs({ most: 6, longestMs: 20 * day, retried: true });
  await fc.assert(
    fc.asyncProperty(any, async (program) => {
      const id = hub.client.start({ name: "program", input: JSON.stringify(program) });
      await hub.idle();
      for (let next = hub.nextTimer(); next !== undefined; next = hub.nextTimer()) {
        clock.advanceTo(next);
        await hub.idle();
      }
      const status = hub.client.status(id);
      assert.equal(status?.status, "Completed", status?.output ?? "");
      assert.deepEqual(JSON.parse(status.output ?? ""), resultsOf(program));
    }),
    { numRuns: 150 },
  );
});
