import assert from "node:assert/strict";
import { test } from "node:test";
import { contexts } from "./contexts.ts";
import { readSettings } from "./settings.ts";

const local = {
  COSMOS: "AccountEndpoint=http://127.0.0.1:8081/;AccountKey=a2V5;",
  COSMOS_DATABASE: "ktgg",
  SERVICEBUS: "Endpoint=sb://127.0.0.1:5672;UseDevelopmentEmulator=true;",
  COMMUNICATION: "endpoint=http://127.0.0.1:9090/;accesskey=a2V5",
  SMS_FROM: "+8215880000",
  OIDC_ISSUER: "http://127.0.0.1:7080",
  OIDC_AUDIENCE: "ktgg",
};

const refusal = (env: Record<string, string | undefined>): string => {
  try {
    readSettings(env);
  } catch (error) {
    return String(error);
  }
  return "taken";
};

test("local settings are read, with every context and the cautious defaults", () => {
  assert.deepEqual(readSettings(local), {
    contexts: [...contexts],
    cosmos: { database: "ktgg", connectionString: local.COSMOS },
    serviceBus: { connectionString: local.SERVICEBUS },
    identity: { issuer: local.OIDC_ISSUER, audience: "ktgg" },
    liveAlarms: { maxStreams: 1_000, lifeSeconds: 220 },
    views: undefined,
    telemetry: {
      azureMonitor: undefined,
      azureMonitorIdentity: undefined,
      folder: undefined,
      ratio: 1,
      metricsSeconds: 60,
      instance: "one",
    },
    consultation: { waitMs: 3_000, openMs: 10_000 },
    matching: {
      remindAfterMinutes: 30,
      passAfterMinutes: 60,
      maxPasses: 3,
      retryMinutes: 5,
      strayMinutes: 1,
      holidays: [],
      alarm: undefined,
      sms: { account: { connectionString: local.COMMUNICATION }, from: "+8215880000" },
    },
    sms: {
      account: { connectionString: local.COMMUNICATION },
      from: "+8215880000",
      smsClass: "info",
      linkBase: undefined,
      optOutNumber: "080-000-0000",
      aboutConsultations: { matched: true, accepted: true, assigned: true },
    },
  });
});

test("the matching's times, holidays and alarm side are settings, and a wrong one is refused", () => {
  const set = {
    MATCHING_REMIND_MINUTES: "0.5",
    MATCHING_PASS_MINUTES: "1",
    MATCHING_HOLIDAYS: "2027-02-08, 2027-02-09",
    ALARM_URL: "http://127.0.0.1:7071/api",
    ALARM_KEY: "key",
  };
  const { matching } = readSettings({ ...local, ...set });
  assert.equal(matching?.remindAfterMinutes, 0.5);
  assert.deepEqual(matching.holidays, ["2027-02-08", "2027-02-09"]);
  assert.deepEqual(matching.alarm, { url: set.ALARM_URL, key: "key" });
  assert.match(refusal({ ...local, MATCHING_HOLIDAYS: "설날" }), /MATCHING_HOLIDAYS/);
  assert.match(refusal({ ...local, MATCHING_PASS_MINUTES: "0" }), /MATCHING_PASS_MINUTES/);
  assert.equal(readSettings({ ...local, KTGG_CONTEXTS: "project" }).matching, undefined);
});

test("the views may be in another app of ours", () => {
  assert.equal(readSettings(local).views, undefined);
  const set = { VIEWS_URL: "https://views.example/api", VIEWS_KEY: "key" };
  assert.deepEqual(readSettings({ ...local, ...set }).views, { url: set.VIEWS_URL, key: "key" });
});

test("in Azure the services are reached by a managed identity", () => {
  const { cosmos, serviceBus, sms } = readSettings({
    ...local,
    COSMOS: undefined,
    SERVICEBUS: undefined,
    COMMUNICATION: undefined,
    COSMOS__accountEndpoint: "https://ktgg.documents.azure.com:443/",
    SERVICEBUS__fullyQualifiedNamespace: "ktgg.servicebus.windows.net",
    COMMUNICATION__endpoint: "https://ktgg.communication.azure.com/",
  });
  assert.deepEqual(cosmos, { database: "ktgg", endpoint: "https://ktgg.documents.azure.com:443/" });
  assert.deepEqual(serviceBus, { fullyQualifiedNamespace: "ktgg.servicebus.windows.net" });
  assert.deepEqual(sms?.account, { endpoint: "https://ktgg.communication.azure.com/" });
});

test("a context runs alone, and only notification needs to send", () => {
  const withoutSms = { ...local, COMMUNICATION: undefined, SMS_FROM: undefined };
  const settings = readSettings({ ...withoutSms, KTGG_CONTEXTS: " interest , project " });
  assert.deepEqual(settings.contexts, ["interest", "project"]);
  assert.equal(settings.sms, undefined);
  assert.match(refusal(withoutSms), /set COMMUNICATION or COMMUNICATION__endpoint.*set SMS_FROM/);
});

test("a context that is named twice runs once", () => {
  assert.deepEqual(readSettings({ ...local, KTGG_CONTEXTS: "project,project" }).contexts, ["project"]);
});

test("a context that there is not is refused by name", () => {
  assert.match(refusal({ ...local, KTGG_CONTEXTS: "project,billing" }), /KTGG_CONTEXTS/);
});

test("every setting that is missing is named at once", () => {
  const said = refusal({});
  for (const name of [
    "COSMOS or COSMOS__accountEndpoint",
    "COSMOS_DATABASE",
    "SERVICEBUS or SERVICEBUS__fullyQualifiedNamespace",
    "COMMUNICATION or COMMUNICATION__endpoint",
    "SMS_FROM",
    "OIDC_ISSUER",
    "OIDC_AUDIENCE",
  ]) {
    assert.ok(said.includes(name), `${name} is not in: ${said}`);
  }
});

test("a setting that is wrong is named, without its value", () => {
  const wrong: Record<string, string> = {
    OIDC_ISSUER: "secret",
    SMS_CLASS: "secret",
    SMS_OPT_OUT_NUMBER: "secret",
    SMS_LINK_BASE: "secret",
    COSMOS__accountEndpoint: "secret",
  };
  for (const [name, value] of Object.entries(wrong)) {
    const said = refusal({ ...local, [name]: value });
    assert.ok(said.includes(name), said);
    assert.doesNotMatch(said, /secret|a2V5/);
  }
});

test("a setting that is left blank is not set", () => {
  const blank = {
    KTGG_CONTEXTS: "",
    APPLICATIONINSIGHTS_CONNECTION_STRING: "",
    SMS_LINK_BASE: "",
    SMS_CLASS: "",
  };
  assert.deepEqual(readSettings({ ...local, ...blank }), readSettings(local));
  assert.match(refusal({ ...local, COSMOS: "" }), /set COSMOS or COSMOS__accountEndpoint/);
});
