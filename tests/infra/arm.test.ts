import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { contexts as contextsOfTheApp } from "../../functions/contexts.ts";
import { readSettings } from "../../functions/settings.ts";
import { deployments, infraTest, only, type Deployment, type Resource } from "./deployment.ts";

const both = async (): Promise<Deployment[]> => [await deployments.dev(), await deployments.prod()];

const read = (resource: Resource, at: string): unknown =>
  at
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], resource);

const settingsOf = (deployment: Deployment): Record<string, string>[] =>
  deployment
    .of("Microsoft.Web/sites/config")
    .filter(({ name }) => name.endsWith("/appsettings"))
    .map(({ properties }) => properties as Record<string, string>);

test("every rule of the linter is an error", async () => {
  const file = path.resolve(import.meta.dirname, "../../infra/bicep/bicepconfig.json");
  const { analyzers } = JSON.parse(await readFile(file, "utf8")) as {
    analyzers: { core: { enabled: boolean; rules: Record<string, { level: string }> } };
  };
  const { enabled, rules } = analyzers.core;
  assert.ok(enabled && Object.keys(rules).length > 40);
  for (const [rule, { level }] of Object.entries(rules)) assert.equal(level, "error", rule);
});

infraTest(
  "no setting holds a secret: keys are references to the vault, connections are addresses",
  async () => {
    for (const deployment of [...(await both()), await deployments.perContext()]) {
      const all = settingsOf(deployment);
      assert.ok(all.length > 0);
      for (const settings of all) {
        for (const [name, value] of Object.entries(settings)) {
          assert.doesNotMatch(value, /(account|shared|access)key|sig=|password|listkeys|listsecrets/i, name);
          if (/(_|^)(key|secret|password|token)$/i.test(name)) {
            assert.match(value, /^\[format\('@Microsoft\.KeyVault\(SecretUri=\{0\}\)'/, name);
          }
        }
        // A connection by its plain name would be a connection string.
        for (const connection of ["AzureWebJobsStorage", "COSMOS", "SERVICEBUS", "COMMUNICATION"]) {
          assert.ok(!(connection in settings), connection);
        }
      }
    }
  },
);

infraTest("nothing in the deployment asks a resource for its keys", async () => {
  for (const { resources } of await both()) {
    assert.doesNotMatch(
      JSON.stringify(resources),
      /listKeys|listAccountSas|listConnectionStrings|listSecrets/i,
    );
  }
});

infraTest("the app starts with its settings, and every connection is by managed identity", async () => {
  for (const settings of settingsOf(await deployments.dev())) {
    const resolved = Object.entries(settings).map(([name, value]) => [name, sample(name, value)]);
    const { contexts, cosmos, serviceBus, sms, matching } = readSettings(
      Object.fromEntries(resolved) as Record<string, string>,
    );
    assert.deepEqual(contexts.toSorted(), [...contextsOfTheApp].toSorted());
    assert.ok("endpoint" in cosmos && "fullyQualifiedNamespace" in serviceBus);
    assert.ok(sms && "endpoint" in sms.account);
    assert.ok(matching?.sms && "endpoint" in matching.sms.account);
    for (const connection of ["AzureWebJobsStorage", "COSMOS", "SERVICEBUS"]) {
      assert.equal(settings[`${connection}__credential`], "managedidentity");
    }
  }
});

/** What a value that only Azure knows could be. */
const sample = (name: string, value: string): string => {
  if (!value.startsWith("[")) return value;
  if (name.endsWith("AUTHENTICATION_STRING"))
    return "Authorization=AAD;ClientId=00000000-0000-0000-0000-000000000003";
  if (name.endsWith("fullyQualifiedNamespace")) return "sb-example.servicebus.windows.net";
  return /key$/i.test(name) ? "a key" : "https://example.azure.com/";
};

infraTest("every context of the app runs in exactly one app, whichever way it is deployed", async () => {
  for (const deployment of [await deployments.dev(), await deployments.perContext()]) {
    const run = settingsOf(deployment).flatMap((settings) => (settings["KTGG_CONTEXTS"] ?? "").split(","));
    assert.deepEqual(run.toSorted(), [...contextsOfTheApp].toSorted());
  }
});

infraTest("where contexts are apps of their own, they are told where the others are", async () => {
  const settings = settingsOf(await deployments.perContext());
  const of = (context: string) => settings.find((one) => one["KTGG_CONTEXTS"] === context) ?? {};
  assert.match(
    of("matching")["ALARM_URL"] ?? "",
    /^https:\/\/func-ktgg-alarm-\w{13}\.azurewebsites\.net\/api$/,
  );
  assert.ok(!("ALARM_URL" in of("alarm")), "an app knows where it is itself");
  assert.ok(!("SMS_FROM" in of("project")), "who sends no SMS knows no sender");
});

/** Holds in every tier. */
const always: [string, string, unknown][] = [
  ["Microsoft.DocumentDB/databaseAccounts", "properties.disableLocalAuth", true],
  ["Microsoft.DocumentDB/databaseAccounts", "properties.minimalTlsVersion", "Tls12"],
  ["Microsoft.DocumentDB/databaseAccounts", "properties.disableKeyBasedMetadataWriteAccess", true],
  [
    "Microsoft.DocumentDB/databaseAccounts",
    "properties.consistencyPolicy.defaultConsistencyLevel",
    "Session",
  ],
  ["Microsoft.ServiceBus/namespaces", "properties.disableLocalAuth", true],
  ["Microsoft.ServiceBus/namespaces", "properties.minimumTlsVersion", "1.2"],
  ["Microsoft.Storage/storageAccounts", "properties.allowSharedKeyAccess", false],
  ["Microsoft.Storage/storageAccounts", "properties.allowBlobPublicAccess", false],
  ["Microsoft.Storage/storageAccounts", "properties.minimumTlsVersion", "TLS1_2"],
  ["Microsoft.Storage/storageAccounts", "properties.supportsHttpsTrafficOnly", true],
  ["Microsoft.KeyVault/vaults", "properties.enableRbacAuthorization", true],
  ["Microsoft.KeyVault/vaults", "properties.enableSoftDelete", true],
  ["Microsoft.Communication/communicationServices", "properties.disableLocalAuth", true],
  ["Microsoft.Insights/components", "properties.DisableLocalAuth", true],
  ["Microsoft.OperationalInsights/workspaces", "properties.features.disableLocalAuth", true],
  ["Microsoft.Web/sites", "properties.httpsOnly", true],
  ["Microsoft.Web/sites", "properties.siteConfig.minTlsVersion", "1.2"],
  ["Microsoft.Web/sites", "properties.siteConfig.scmMinTlsVersion", "1.2"],
  ["Microsoft.Web/sites", "properties.siteConfig.ftpsState", "Disabled"],
  ["Microsoft.Web/sites", "properties.siteConfig.ipSecurityRestrictionsDefaultAction", "Deny"],
  ["Microsoft.Web/sites", "properties.functionAppConfig.runtime.name", "node"],
  ["Microsoft.Web/sites", "properties.functionAppConfig.runtime.version", "24"],
  ["Microsoft.Web/sites", "properties.functionAppConfig.siteUpdateStrategy.type", "RollingUpdate"],
  ["Microsoft.Web/sites/basicPublishingCredentialsPolicies", "properties.allow", false],
  ["Microsoft.ApiManagement/service/apis", "properties.protocols", ["https"]],
  ["Microsoft.ApiManagement/service/apis/diagnostics", "properties.logClientIp", false],
];

/** Holds where customers are. */
const inProd: [string, string, unknown][] = [
  ["Microsoft.DocumentDB/databaseAccounts", "properties.publicNetworkAccess", "Disabled"],
  ["Microsoft.ServiceBus/namespaces", "properties.publicNetworkAccess", "Disabled"],
  ["Microsoft.ServiceBus/namespaces", "properties.zoneRedundant", true],
  ["Microsoft.ServiceBus/namespaces", "sku.name", "Premium"],
  ["Microsoft.Storage/storageAccounts", "properties.publicNetworkAccess", "Disabled"],
  ["Microsoft.Storage/storageAccounts", "properties.networkAcls.defaultAction", "Deny"],
  ["Microsoft.Storage/storageAccounts", "sku.name", "Standard_ZRS"],
  ["Microsoft.KeyVault/vaults", "properties.publicNetworkAccess", "Disabled"],
  ["Microsoft.KeyVault/vaults", "properties.networkAcls.defaultAction", "Deny"],
  ["Microsoft.KeyVault/vaults", "properties.enablePurgeProtection", true],
  ["Microsoft.Web/sites", "properties.publicNetworkAccess", "Disabled"],
  ["Microsoft.Web/sites", "properties.siteConfig.scmIpSecurityRestrictionsDefaultAction", "Deny"],
  ["Microsoft.Web/serverfarms", "properties.zoneRedundant", true],
  ["Microsoft.ApiManagement/service", "zones", ["1", "2"]],
  ["Microsoft.ApiManagement/service", "properties.virtualNetworkType", "External"],
  ["Microsoft.Network/publicIPAddresses", "zones", ["1", "2", "3"]],
];

const holds = (deployment: Deployment, rules: typeof always): void => {
  for (const [type, at, expected] of rules) {
    const found = deployment.of(type);
    assert.ok(found.length > 0, `there is no ${type}`);
    for (const resource of found) assert.deepEqual(read(resource, at), expected, `${type} ${at}`);
  }
};

infraTest("no key signs in anywhere, and nothing speaks less than TLS 1.2, in any tier", async () => {
  for (const deployment of [...(await both()), await deployments.perContext()]) holds(deployment, always);
  for (const deployment of await both()) {
    const { properties } = only(deployment, "Microsoft.ApiManagement/service");
    const protocols = Object.entries(properties["customProperties"] as Record<string, string>);
    const old = protocols.filter(([name]) => /\.(Tls10|Tls11|Ssl30)$/.test(name));
    assert.equal(old.length, 6, "three protocols, towards callers and towards the app");
    for (const [name, value] of old) assert.equal(value, "False", name);
  }
});

infraTest(
  "where customers are, nothing but the gateway and the pages has a public door, and a zone may fail",
  async () => {
    const prod = await deployments.prod();
    holds(prod, inProd);
    const [place] = read(only(prod, "Microsoft.DocumentDB/databaseAccounts"), "properties.locations") as {
      isZoneRedundant: boolean;
    }[];
    assert.equal(place?.isZoneRedundant, true);
    const alwaysReady = read(
      only(prod, "Microsoft.Web/sites"),
      "properties.functionAppConfig.scaleAndConcurrency.alwaysReady",
    ) as { instanceCount: number }[];
    assert.ok(alwaysReady.length > 0 && alwaysReady.every(({ instanceCount }) => instanceCount >= 2));
  },
);

infraTest(
  "where customers are, each closed door has a private one, with its name in a zone of the network",
  async () => {
    const prod = await deployments.prod();
    const ends = prod.of("Microsoft.Network/privateEndpoints").map((endpoint) => {
      const [connection] = read(endpoint, "properties.privateLinkServiceConnections") as {
        properties: { privateLinkServiceId: string; groupIds: string[] };
      }[];
      return `${connection?.properties.privateLinkServiceId ?? ""}#${connection?.properties.groupIds.join() ?? ""}`;
    });
    const wanted = [
      ...prod.of("Microsoft.Web/sites").map(({ id }) => `${id}#sites`),
      `${only(prod, "Microsoft.DocumentDB/databaseAccounts").id}#Sql`,
      `${only(prod, "Microsoft.ServiceBus/namespaces").id}#namespace`,
      `${only(prod, "Microsoft.KeyVault/vaults").id}#vault`,
      ...["blob", "queue", "table"].map(
        (part) => `${only(prod, "Microsoft.Storage/storageAccounts").id}#${part}`,
      ),
    ];
    assert.deepEqual(ends.toSorted(), wanted.toSorted());
    // The suffix of storage is Azure's to say: zones are told apart by the part before it.
    const kinds = (type: string, name: (resource: Resource) => unknown) =>
      new Set(prod.of(type).map((zone) => /privatelink\.(\w+)/.exec(String(name(zone)))?.[1]));
    const zones = kinds("Microsoft.Network/privateDnsZones", ({ name }) => name);
    assert.equal(zones.size, prod.of("Microsoft.Network/privateDnsZones").length);
    assert.deepEqual(
      kinds("Microsoft.Network/privateDnsZones/virtualNetworkLinks", ({ name }) => name),
      zones,
    );
    const used = kinds("Microsoft.Network/privateEndpoints/privateDnsZoneGroups", ({ properties }) =>
      JSON.stringify(properties),
    );
    assert.deepEqual(used, zones);
  },
);

infraTest(
  "to try things, the app lets in the gateway's address alone, and reaches itself by its own endpoint",
  async () => {
    const dev = await deployments.dev();
    const site = only(dev, "Microsoft.Web/sites");
    const rules = read(site, "properties.siteConfig.ipSecurityRestrictions") as {
      action: string;
      ipAddress: string;
    }[];
    assert.equal(rules.length, 1);
    assert.equal(rules[0]?.action, "Allow");
    assert.match(rules[0].ipAddress, /Microsoft\.ApiManagement\/service\/.*publicIPAddresses/);
    assert.match(only(dev, "Microsoft.Network/privateEndpoints").name, /^pe-ktgg-app-/);
    assert.equal(only(dev, "Microsoft.ServiceBus/namespaces").sku?.name, "Standard");
    assert.deepEqual(read(only(dev, "Microsoft.DocumentDB/databaseAccounts"), "properties.capabilities"), [
      { name: "EnableServerless" },
    ]);
  },
);

/** Whose logs go to Log Analytics. */
const logged = [
  "Microsoft.ApiManagement/service",
  "Microsoft.Communication/communicationServices",
  "Microsoft.DocumentDB/databaseAccounts",
  "Microsoft.KeyVault/vaults",
  "Microsoft.Network/virtualNetworks",
  "Microsoft.ServiceBus/namespaces",
  "Microsoft.Web/sites",
];

infraTest("whatever serves requests logs to the one workspace", async () => {
  for (const deployment of await both()) {
    const workspace = only(deployment, "Microsoft.OperationalInsights/workspaces").id;
    const diagnostics = deployment.of("Microsoft.Insights/diagnosticSettings");
    for (const { id, properties } of diagnostics) {
      assert.equal(properties["workspaceId"], workspace);
      const logs = properties["logs"] as { enabled: boolean }[];
      assert.ok(logs.length > 0 && logs.every(({ enabled }) => enabled), id);
    }
    const sources = diagnostics.map(({ id }) => id.split("/providers/Microsoft.Insights/")[0]);
    const wanted = [...logged, "Microsoft.Storage/storageAccounts/blobServices"].flatMap((type) =>
      deployment.of(type).map(({ id }) => id),
    );
    assert.deepEqual(sources.toSorted(), wanted.toSorted());
  }
});

/** They can have none, or are parts of one that has. */
const untagged =
  /^Microsoft\.(Authorization|Insights\/diagnosticSettings)|^Microsoft\.[^/]+\/[^/]+\/(?!virtualNetworkLinks)/;

infraTest("every resource that can be tagged says its environment, product and tier", async () => {
  for (const { resources } of await both()) {
    const taggable = resources.filter(({ type }) => !untagged.test(type));
    assert.ok(taggable.length > 15);
    for (const { type, tags } of taggable) {
      assert.equal(tags?.["azd-env-name"], "example", type);
      assert.equal(tags["product"], "ktgg", type);
      assert.match(tags["tier"] ?? "", /^(dev|prod)$/, type);
    }
  }
});

infraTest("azd finds the app and the pages by their tags", async () => {
  for (const deployment of await both()) {
    assert.equal(only(deployment, "Microsoft.Web/sites").tags?.["azd-service-name"], "app");
    assert.equal(only(deployment, "Microsoft.Web/staticSites").tags?.["azd-service-name"], "web");
  }
});

/** learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules */
const nameRules: Record<string, RegExp> = {
  "Microsoft.ApiManagement/service": /^[a-z][a-z0-9-]{0,48}[a-z0-9]$/i,
  "Microsoft.Communication/communicationServices": /^[a-z0-9-]{1,63}$/i,
  "Microsoft.DocumentDB/databaseAccounts": /^[a-z0-9][a-z0-9-]{1,42}[a-z0-9]$/,
  "Microsoft.Insights/components": /^[\w().-]{1,259}[\w()-]$/,
  "Microsoft.KeyVault/vaults": /^[a-z](?!.*--)[a-z0-9-]{1,22}[a-z0-9]$/i,
  "Microsoft.ManagedIdentity/userAssignedIdentities": /^[a-z0-9][a-z0-9_-]{2,127}$/i,
  "Microsoft.Network/networkSecurityGroups": /^[a-z0-9][\w.-]{0,78}\w$/i,
  "Microsoft.Network/privateEndpoints": /^[a-z0-9][\w.-]{0,62}\w$/i,
  "Microsoft.Network/publicIPAddresses": /^[a-z0-9][\w.-]{0,78}\w$/i,
  "Microsoft.Network/virtualNetworks": /^[a-z0-9][\w.-]{0,62}\w$/i,
  "Microsoft.OperationalInsights/workspaces": /^[a-z0-9][a-z0-9-]{2,61}[a-z0-9]$/i,
  "Microsoft.Resources/resourceGroups": /^[\w().-]{0,89}[\w()-]$/,
  "Microsoft.ServiceBus/namespaces": /^(?!.*-(sb|mgmt)$)[a-z][a-z0-9-]{4,48}[a-z0-9]$/i,
  "Microsoft.Storage/storageAccounts": /^[a-z0-9]{3,24}$/,
  "Microsoft.Storage/storageAccounts/blobServices/containers": /^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  "Microsoft.Web/serverfarms": /^[a-z0-9-]{1,60}$/i,
  "Microsoft.Web/sites": /^[a-z0-9][a-z0-9-]{0,58}[a-z0-9]$/i,
  "Microsoft.Web/staticSites": /^[a-z0-9-]{1,40}$/i,
};

infraTest("every name is one that Azure takes, and no two resources are one", async () => {
  for (const deployment of [...(await both()), await deployments.perContext()]) {
    for (const [type, rule] of Object.entries(nameRules)) {
      for (const { name } of deployment.of(type)) assert.match(name.split("/").at(-1) ?? "", rule, type);
    }
    const ids = deployment.resources.map(({ id }) => id.toLowerCase());
    assert.equal(new Set(ids).size, ids.length);
  }
});
