import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { contexts } from "../../functions/contexts.ts";
import { deployments, infraTest, type Deployment, type Resource } from "./deployment.ts";

// docs/operations/roles.md is the list of who may do what; the deployment and it are the same, both ways.
type Grant = { role: string; scope: string; who: string };

const line = ({ role, scope, who }: Grant): string => `${who}: ${role} on ${scope}`;

const table = async (): Promise<(Grant & { why: string })[]> => {
  const page = await readFile(path.resolve(import.meta.dirname, "../../docs/operations/roles.md"), "utf8");
  const rows = [...page.matchAll(/^\| [^|]+ \| `([\w-]+)` +\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)];
  return rows.flatMap(([, role = "", scope = "", who = "", why = ""]) =>
    whoIn(who.trim()).map((one) => ({ role, scope: scope.trim(), who: one, why: why.trim() })),
  );
};

const whoIn = (cell: string): readonly string[] => (cell === "every app" ? contexts : cell.split(/, */));

const services: Record<string, string> = {
  "Microsoft.Storage/storageAccounts": "Storage",
  "Microsoft.DocumentDB/databaseAccounts": "Cosmos DB",
  "Microsoft.ServiceBus/namespaces": "Service Bus",
  "Microsoft.KeyVault/vaults": "Key Vault",
  "Microsoft.Communication/communicationServices": "Communication Services",
  "Microsoft.Insights/components": "Application Insights",
};

/** `Service Bus, topics/project-events` for a part of a resource, `Service Bus` for all of it. */
const scopeIn = (id: string): string => {
  const [, type = "", below = ""] = /\/providers\/([\w.]+\/\w+)\/[^/]+\/?(.*)$/.exec(id) ?? [];
  const service = services[type];
  assert.ok(service, `no one should have a role on ${id}`);
  return below === "" ? service : `${service}, ${below}`;
};

const whoIs = (principal: unknown): string => {
  const [, app, gateway] =
    /userAssignedIdentities\/id-ktgg-(\w+)-\w{13}'|(ApiManagement)\/service/.exec(String(principal)) ?? [];
  assert.ok(app ?? gateway, `who is ${String(principal)}?`);
  return app ?? "gateway";
};

const roleIn = (id: unknown): string => String(id).split("/").at(-1) ?? "";

/** Roles of our own in Cosmos DB go by what they are called there. */
const cosmosRoles = ({ of }: Deployment): Map<string, string> =>
  new Map(
    of("Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions").map(({ name, properties }) => [
      name.split("/").at(-1) ?? "",
      String(properties["roleName"]).replace("KT.GG ", "").replace(" ", "-"),
    ]),
  );

const granted = (deployment: Deployment): Grant[] => {
  const ownRoles = cosmosRoles(deployment);
  const inAzure = deployment
    .of("Microsoft.Authorization/roleAssignments")
    .map(({ id, properties }: Resource) => ({
      role: roleIn(properties["roleDefinitionId"]),
      scope: scopeIn(id.split("/providers/Microsoft.Authorization/")[0] ?? ""),
      who: whoIs(properties["principalId"]),
    }));
  const inCosmos = deployment
    .of("Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments")
    .map(({ properties }) => ({
      role: ownRoles.get(roleIn(properties["roleDefinitionId"])) ?? "unknown",
      scope: scopeIn(String(properties["scope"])),
      who: whoIs(properties["principalId"]),
    }));
  return [...inAzure, ...inCosmos];
};

infraTest(
  "what each context's app may do is what docs/operations/roles.md says, no more and no less",
  async () => {
    const listed = await table();
    assert.ok(listed.length > 20, "the table has been read");
    assert.deepEqual(
      granted(await deployments.perContext())
        .map(line)
        .toSorted(),
      listed.map(line).toSorted(),
    );
    for (const row of listed) assert.ok(row.why.length > 10, `${line(row)}: why?`);
  },
);

infraTest("one app for all contexts may do what they may together", async () => {
  // Who writes a container follows its feed with that role.
  const more = (await table()).filter(({ role }) => role !== "feed-reader");
  const listed = more.map(({ role, scope, who }) =>
    line({ role, scope, who: who === "gateway" ? who : "app" }),
  );
  for (const deployment of [await deployments.dev(), await deployments.prod()]) {
    assert.deepEqual(granted(deployment).map(line).toSorted(), [...new Set(listed)].toSorted());
  }
});

infraTest("no role is one of Azure's that may change what there is, or give roles", async () => {
  // Owner, Contributor, User Access Administrator, RBAC Administrator, and the data owners of Service Bus and Cosmos DB.
  const tooMuch = new Set([
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    "b24988ac-6180-42a0-ab88-20f7382dd24c",
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
    "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
    "090c5cfd-751d-490a-894a-3ce6f1109419",
    "5bd9cd88-fe45-4216-938b-f97437e15450",
  ]);
  for (const grant of granted(await deployments.perContext()))
    assert.ok(!tooMuch.has(grant.role), line(grant));
});

infraTest("in Cosmos DB an app reads and writes documents, and runs no stored procedures", async () => {
  const actions = (await deployments.dev())
    .of("Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions")
    .flatMap(({ properties }) => properties["permissions"] as { dataActions: string[] }[])
    .flatMap(({ dataActions }) => dataActions);
  assert.ok(actions.length > 5);
  for (const action of actions) assert.doesNotMatch(action, /\*|storedProcedure|trigger|conflict/i);
});
