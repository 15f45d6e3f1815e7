import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import topology from "../../infra/topology.json" with { type: "json" };
import { requireBuild } from "./app-build.ts";
import { awaitFormerParts, removeEndpoints, writeEndpoints } from "./endpoints.ts";
import type { Endpoints } from "./endpoints.ts";
import { forgetFirstRun } from "./first-run.ts";
import type { Output } from "./output.ts";
import { hostLaunch, orchestrationsOf, partFolders, port, serverLaunches, text } from "./parts.ts";
import type { Servers } from "./parts.ts";
import { Part } from "./part.ts";
import type { Ready } from "./part.ts";
import { refuseTakenPorts } from "./ports.ts";
import type { StartSettings } from "./settings.ts";

const appDir = resolve(import.meta.dirname, "../..");
const hostGraceMs = 3500;
const serverGraceMs = 1500;
const liveWithinMs = 30_000;

/** All processes of the local system, started and stopped as one. The caller holds the lock on the data folder. */
export class System {
  readonly #settings: StartSettings;
  readonly #output: Output;
  #servers: Part[] = [];
  #hosts: Part[] = [];
  #endpoints: Endpoints | undefined;
  #stopping = false;

  constructor(settings: StartSettings, output: Output) {
    this.#settings = settings;
    this.#output = output;
  }

  /** Starts everything and answers where it is, once the API answers. Throws with the mend when a part does not come up. */
  async start(): Promise<Endpoints> {
    const { dataDir, ports, instances, build, fresh } = this.#settings;
    await awaitFormerParts(dataDir);
    removeEndpoints(dataDir);
    await refuseTakenPorts(ports, instances);
    if (fresh) emptyData(dataDir);
    if (!build) requireBuild(appDir);
    const [servers] = await Promise.all([this.#startServers(), build && buildApp()]);
    const hosts = await this.#startHosts(servers);
    return this.#describe(servers, hosts);
  }

  /** Tells the world where the running system is; from now on a part that comes back is told too. */
  publish(endpoints: Endpoints): void {
    this.#endpoints = endpoints;
    this.#writeEndpoints();
  }

  /** Stops the app first, so that it can finish its work with the servers still there. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#endpoints = undefined;
    removeEndpoints(this.#settings.dataDir);
    await Promise.all(this.#hosts.map((host) => host.stop(hostGraceMs)));
    await Promise.all(this.#servers.map((server) => server.stop(serverGraceMs)));
  }

  async #startServers(): Promise<Servers> {
    const launches = serverLaunches(this.#settings);
    const part = (name: keyof Servers): Part => {
      const made = new Part(launches[name].name, launches[name].launch, this.#output, () => {
        this.#writeEndpoints();
      });
      this.#servers.push(made);
      return made;
    };
    const account = part("cosmos").start();
    const [cosmos, serviceBus, communication, identity] = await Promise.all([
      account,
      part("serviceBus").start(),
      part("communication").start(),
      part("identity").start(),
      // The SDK takes its time to load: it does so while the servers start.
      Promise.all([account, import("./provision.ts")]).then(([ready, { provisionCosmos }]) =>
        provisionCosmos({ endpoint: text(ready, "endpoint"), key: text(ready, "key") }, topology.cosmos),
      ),
    ]);
    return { cosmos, serviceBus, communication, identity };
  }

  async #startHosts(servers: Servers): Promise<Ready[]> {
    if (this.#stopping) throw new Error("The system is told to stop.");
    this.#hosts = Array.from({ length: this.#settings.instances }, (_, index) => {
      const launch = hostLaunch(this.#settings, servers, appDir, index);
      return new Part(`functions-host-${index}`, launch, this.#output, () => {
        this.#writeEndpoints();
      });
    });
    return Promise.all(
      this.#hosts.map(async (host) => {
        const ready = await host.start();
        await untilLive(apiOf(ready));
        return ready;
      }),
    );
  }

  #describe({ cosmos, serviceBus, communication, identity }: Servers, hosts: Ready[]): Endpoints {
    const instances = hosts.map(apiOf);
    const api = instances[0] ?? "";
    const issuer = text(identity, "issuer");
    const busAdmin = `http://127.0.0.1:${port(serviceBus, "adminPort")}`;
    return {
      api,
      instances,
      docs: `${api}/docs`,
      orchestrations: hosts[0] === undefined ? null : orchestrationsOf(hosts[0]),
      identity: issuer,
      smsOutbox: text(communication, "outbox"),
      cosmos: { endpoint: text(cosmos, "endpoint"), key: text(cosmos, "key") },
      serviceBus: {
        connectionString: text(serviceBus, "connectionString"),
        entities: `${busAdmin}/_entities`,
      },
      communication: { connectionString: text(communication, "connectionString") },
      faults: {
        cosmos: new URL("/_faults", text(cosmos, "endpoint")).href,
        serviceBus: `${busAdmin}/_faults`,
        communication: text(communication, "faults"),
        identity: text(identity, "faults"),
      },
      pids: this.#pids(),
    };
  }

  #pids(): Record<string, number> {
    const running = [...this.#servers, ...this.#hosts].flatMap(({ name, pid }) =>
      pid === undefined ? [] : [[name, pid] as const],
    );
    return { supervisor: process.pid, ...Object.fromEntries(running) };
  }

  #writeEndpoints(): void {
    if (this.#endpoints === undefined) return;
    writeEndpoints(this.#settings.dataDir, { ...this.#endpoints, pids: this.#pids() });
  }
}

const apiOf = (host: Ready): string => `${text(host, "url")}/api`;

/** Empties what the parts wrote, and nothing else: KTGG_DATA may name any folder. */
const emptyData = (dataDir: string): void => {
  forgetFirstRun(dataDir);
  for (const folder of partFolders) rmSync(join(dataDir, folder), { recursive: true, force: true });
};

const buildApp = async (): Promise<void> => {
  const { build } = await import("../../tools/build.ts");
  await build();
};

const untilLive = async (api: string): Promise<void> => {
  const deadline = performance.now() + liveWithinMs;
  for (;;) {
    const failure = await fetch(`${api}/health/live`, { signal: AbortSignal.timeout(5000) }).then(
      async (response) => (response.ok ? null : `${response.status} ${await response.text()}`),
      (error: unknown) => String(error),
    );
    if (failure === null) return;
    if (performance.now() > deadline) throw new Error(`${api}/health/live does not answer: ${failure}`);
    await sleep(100);
  }
};
