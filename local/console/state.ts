import { readFile } from "node:fs/promises";
import type { Endpoints } from "../supervisor/endpoints.ts";
import type { ConsoleState, PartState } from "./console-state.ts";

const probeMs = 1_000;

/** Reads where everything is; null while the system starts, and when it has stopped. */
export const readEndpoints = async (file: string): Promise<Endpoints | null> => {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Endpoints;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
};

/** The state of the system, as its parts themselves tell it. */
export const stateOf = async (endpoints: Endpoints): Promise<ConsoleState> => {
  const [people, parts] = await Promise.all([peopleOf(endpoints), partsOf(endpoints)]);
  return { web: endpoints.web, people, parts, links: linksOf(endpoints) };
};

const peopleOf = async ({ identity }: Endpoints): Promise<ConsoleState["people"]> => {
  try {
    const response = await fetch(`${identity}/people`, { signal: AbortSignal.timeout(probeMs) });
    return ((await response.json()) as Pick<ConsoleState, "people">).people;
  } catch {
    // It is down, which its line among the parts says.
    return [];
  }
};

const partsOf = (endpoints: Endpoints): Promise<PartState[]> => {
  const probes = probesOf(endpoints);
  return Promise.all(
    Object.entries(endpoints.pids).map(async ([name, pid]) => {
      const probe = probes[name];
      const answers = probe === undefined || (await doesAnswer(probe));
      return {
        name,
        state: answers ? ("running" as const) : ("down" as const),
        pid: answers ? pid : null,
        port: probe === undefined ? null : Number(new URL(probe).port),
        restarts: endpoints.restarts[name] ?? 0,
      };
    }),
  );
};

/** An address of each part that answers while the part is well. */
const probesOf = ({
  faults,
  identity,
  gateway,
  web,
  instances,
  instanceNames,
}: Endpoints): Record<string, string> => ({
  cosmos: faults.cosmos,
  "service-bus": faults.serviceBus,
  communication: faults.communication,
  identity: `${identity}/.well-known/openid-configuration`,
  gateway: `${gateway}/health/live`,
  web,
  ...Object.fromEntries(instanceNames.map((name, index) => [name, `${instances[index] ?? ""}/health/live`])),
});

const doesAnswer = async (url: string): Promise<boolean> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(probeMs) });
    await response.body?.cancel();
    return response.status < 500;
  } catch {
    return false;
  }
};

const linksOf = ({
  web,
  docs,
  api,
  smsOutbox,
  identity,
  faults,
  orchestrations,
}: Endpoints): ConsoleState["links"] => [
  { name: "web", url: web },
  { name: "docs", url: docs },
  { name: "openapi", url: `${api}/openapi.json` },
  { name: "ready", url: `${api}/health/ready` },
  { name: "outbox", url: smsOutbox },
  { name: "people", url: `${identity}/people` },
  ...(orchestrations === null
    ? []
    : [
        {
          name: "orchestrations",
          url: `${orchestrations.base}/instances?code=${encodeURIComponent(orchestrations.code)}`,
        },
      ]),
  ...Object.entries(faults).map(([name, url]) => ({ name: `faults of ${name}`, url })),
];
