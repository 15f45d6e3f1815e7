import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { app, InvocationContext, type ServiceBusTopicHandler } from "@azure/functions";
import { annualProjectId, projectPolicies } from "../../functions/project/policies.ts";
import { cosmosProjects } from "../../functions/project/projects.ts";
import { newId } from "../../shared/domain/ids.ts";
import { startedCosmos } from "./started-cosmos.ts";

const cosmos = await startedCosmos();
const projects = cosmosProjects(cosmos.container("project"));
const at = new Date("2027-04-01T01:00:00.000Z");
const origin = { at, correlationid: "correlation-1" };

/** The policy's function, as it was registered. */
const policy = (t: TestContext): ((message: unknown) => Promise<void>) => {
  const registered: { topicName: string; subscriptionName: string; handler: ServiceBusTopicHandler }[] = [];
  t.mock.method(app, "serviceBusTopic", (_: string, options: (typeof registered)[number]) => {
    registered.push(options);
  });
  projectPolicies(projects, () => at);
  const [only] = registered;
  assert.deepEqual(
    [registered.length, only?.topicName, only?.subscriptionName],
    [1, "project-events", "project"],
  );
  const context = new InvocationContext({ functionName: "annualProjectCreate", invocationId: "1" });
  return async (message) => {
    await only?.handler(message, context);
  };
};

/** A project of a name of its own that has ended, and its ProjectEnded as it was stored. */
const ended = async () => {
  const projectId = newId();
  const projectname = `사업 ${projectId}`;
  const fields = { projectname, year: 2027, scale: "총 50억원" };
  await projects.execute(projectId, { type: "CreateProject", projectId, fields, at }, { origin });
  await projects.execute(
    projectId,
    { type: "StartProject", projectId, startDate: "2027-03-02", at },
    { origin },
  );
  await projects.execute(projectId, { type: "EndProject", projectId, at }, { origin });
  const [, , last] = await cosmos.documents("project", projectId);
  return { projectname, event: last?.["event"] as Record<string, unknown> };
};

const ofYear = async (projectname: string, year: number) =>
  (await projects.list({ year }, { limit: 100 })).filter(
    ({ project }) => project.projectname === projectname,
  );

test("when a project has ended, next year's exists, and says from which event it came", async (t) => {
  const run = policy(t);
  const { projectname, event } = await ended();
  await run(event);
  const projectId = annualProjectId(projectname, 2028);
  assert.deepEqual((await projects.load(projectId))?.state.project, {
    projectId,
    projectname,
    year: 2028,
    scale: "총 50억원",
    expStartDate: "2028-03-02",
    status: "planned",
  });
  const [created] = await cosmos.documents("project", projectId);
  const { type, causationid, correlationid } = created?.["event"] as Record<string, unknown>;
  assert.deepEqual([type, causationid, correlationid], ["ProjectCreated", event["id"], "correlation-1"]);
});

test("however often and however much at once the event comes, there is one", async (t) => {
  const run = policy(t);
  const { projectname, event } = await ended();
  await Promise.all([run(event), run(event), run(event)]);
  await run({ ...event, id: newId() });
  assert.equal((await ofYear(projectname, 2028)).length, 1);
  assert.equal((await cosmos.documents("project", annualProjectId(projectname, 2028))).length, 2); // state and one event
});

test("it stays as staff made it when the event comes again", async (t) => {
  const run = policy(t);
  const { projectname, event } = await ended();
  await run(event);
  const projectId = annualProjectId(projectname, 2028);
  const changes = { projectname: `${projectname} 개편`, scale: "총 90억원" };
  await projects.execute(projectId, { type: "EditProject", projectId, changes, at }, { origin });
  await run(event);
  assert.equal((await projects.load(projectId))?.version, 2);
});

test("where staff have published next year's already, none is made", async (t) => {
  const run = policy(t);
  const { projectname, event } = await ended();
  const projectId = newId();
  const fields = { projectname, year: 2028 };
  await projects.execute(projectId, { type: "CreateProject", projectId, fields, at }, { origin });
  await run(event);
  assert.deepEqual(
    (await ofYear(projectname, 2028)).map(({ project }) => project.projectId),
    [projectId],
  );
});

test("the end of next year's makes the one after, and so on", async (t) => {
  const run = policy(t);
  const { projectname, event } = await ended();
  await run(event);
  await run({ ...event, id: newId(), data: { ...(event["data"] as object), year: 2028 } });
  assert.equal((await ofYear(projectname, 2029)).length, 1);
});

test("while the store is busy for a moment the policy waits, and makes it once", async (t) => {
  const run = policy(t);
  const { projectname, event } = await ended();
  await cosmos.fault({ kind: "refuse", operation: "batch", times: 1 });
  await run(event);
  await cosmos.faultHit();
  assert.equal((await ofYear(projectname, 2028)).length, 1);
});
