// Who may import whom (design.md sections 2 and 3), as rules. tests/contract/boundaries.test.ts holds the tree to them, and
// shows of each rule that it finds what it forbids.

const test = String.raw`\.(test|fake)\.ts$`;

// What a domain may know of shared/: words and rules, and the port of SMS with the phones that it can reach. Never an adapter.
const pure = String.raw`^shared/(domain/|contract/|sms/(phone|sms-sender)\.ts$)`;

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "context-to-context",
      comment: "Contexts talk by events or over HTTP: each can be deployed, and taken away, alone.",
      severity: "error",
      from: { path: "^functions/([^/]+)/" },
      to: { path: "^functions/[^/]+/", pathNot: "^functions/$1/" },
    },
    {
      name: "context-to-composition-root",
      comment:
        "A context is given what it needs; it does not ask for settings, and does not know the others.",
      severity: "error",
      from: { path: "^functions/[^/]+/", pathNot: test },
      to: { path: "^functions/[^/]+$" },
    },
    {
      name: "app-to-workshop",
      comment: "The app is deployed without the local Azure, the tests and the tools.",
      severity: "error",
      from: { path: "^(functions|shared)/", pathNot: test },
      to: { path: "^(local|web|tests|tools|bench|infra|docs)/" },
    },
    {
      name: "app-test-to-local",
      comment: "A test beside the code needs no server; those that do are under tests/.",
      severity: "error",
      from: { path: `^(functions|shared)/.*${test}` },
      to: { path: "^(local|web|tools|bench)/" },
    },
    {
      name: "shared-to-functions",
      comment: "The kernel knows no context.",
      severity: "error",
      from: { path: "^shared/" },
      to: { path: "^functions/" },
    },
    {
      name: "local-to-app",
      comment: "The local Azure is Azure: it knows protocols, not this app.",
      severity: "error",
      from: { path: "^local/" },
      to: { path: "^(functions|shared|web|tests|bench)/" },
    },
    {
      name: "web-to-app",
      comment:
        "The pages speak HTTP with the app, in the words of the published language: they share its shapes, no more.",
      severity: "error",
      from: { path: "^web/" },
      to: { path: "^(functions|shared|local|tests|tools|bench)/", pathNot: "^shared/contract/" },
    },
    {
      name: "domain-to-outside",
      comment: "The domain is pure: its own folder, the pure part of shared/, and nothing installed.",
      severity: "error",
      from: { path: "^functions/([^/]+)/domain\\.ts$" },
      to: { pathNot: ["^functions/$1/", pure] },
    },
    {
      name: "domain-reaches-azure",
      comment:
        "Nor does anything that the domain imports lead to Azure, to HTTP or to a store, not even as a type.",
      severity: "error",
      from: { path: ["^functions/[^/]+/domain\\.ts$", pure], pathNot: test },
      to: {
        path: [
          "(^|/)node_modules/(@azure|@opentelemetry|durable-functions)/",
          "^shared/(cosmos|servicebus|http|identity|telemetry)/",
          "^shared/sms/acs-",
        ],
        reachable: true,
      },
    },
    {
      name: "black-box-to-app",
      comment: "System tests know the product by HTTP alone, conformance tests the local Azure by its SDKs.",
      severity: "error",
      from: { path: "^tests/(system|conformance)/" },
      to: { path: "^(functions|shared)/" },
    },
    {
      name: "code-to-test",
      comment: "Tests and their fakes are nobody's dependency; the bench measures a simulation that is one.",
      severity: "error",
      from: { pathNot: [test, "^tests/", "^bench/year\\.ts$"] },
      to: { path: test },
    },
    {
      name: "app-to-dev-dependency",
      comment: "What runs in Azure is installed there.",
      severity: "error",
      from: { path: "^(functions|shared)/", pathNot: test },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "no-circular",
      comment:
        "Two files that need each other to run are one idea. A type may point back: it is gone at run time.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-orphan",
      comment: "A file that nobody imports is an entry, or it is forgotten.",
      severity: "error",
      from: {
        orphan: true,
        pathNot: [
          test,
          "(^|/)main\\.ts$",
          "^(tools|bench)/",
          "^tests/[^/]+\\.ts$",
          "/fixtures/",
          "^local/start\\.ts$",
        ],
      },
      to: {},
    },
    {
      name: "no-unresolvable",
      comment: "What can't be found can't be judged by the rules above.",
      severity: "error",
      from: { pathNot: "/fixtures/" },
      to: { couldNotResolve: true, pathNot: "^@azure/functions-core$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|\\.local)/" },
    // Types count: a type that crosses a boundary carries its shape across.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
