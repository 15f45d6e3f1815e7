import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import topology from "../../infra/topology.json" with { type: "json" };
import { requireBuild } from "./app-build.ts";
import { awaitFormerParts, removeEndpoints, writeEndpoints } from "./endpoints.ts";
import type { Endpoints } from "./endpoints.ts";
import { forgetFirstRun } from "./first-run.ts";
import { GatewayControl } from "./gateway-control.ts";
import { Hosts } from "./hosts.ts";
import type { Output } from "./output.ts";
import {
  consoleLaunch,
  gatewayApi,
  gatewayLaunch,
  partFolders,
  port,
  serverLaunches,
  text,
  webLaunch,
} from "./parts.ts";
import type { Servers } from "./parts.ts";
import { Part } from "./part.ts";
import type { Ready } from "./part.ts";
import { refuseTakenPorts } from "./ports.ts";
import { replaceAll } from "./replacement.ts";
import type { Outcome, Tell } from "./replacement.ts";
import type { StartSettings } from "./settings.ts";

const appDir = resolve(import.meta.dirname, "../..");
const serverGraceMs = 1500;

/** What people and pages come to first. */
type Front = Record<"gateway" | "web" | "console", Ready>;
/** Where in the data folder the builds are that `npm run rollout` makes. */
export const releasesFolder = "releases";

const patience = { readyMs: 20_000, settleMs: 500, drainMs: 15_000 };

/** All processes of the local system, started and stopped as one. The caller holds the lock on the data folder. */
export class System {
  readonly #settings: StartSettings;
  readonly #output: Output;
  readonly #hosts: Hosts;
  readonly #gatewayControl: GatewayControl;
  #servers: Part[] = [];
  #gateway: Part | undefined;
  #web: Part | undefined;
  #console: Part | undefined;
  #endpoints: Endpoints | undefined;
  #stopping = false;
  #rollingOut = false;

  constructor(settings: StartSettings, output: Output) {
    this.#settings = settings;
    this.#output = output;
    this.#gatewayControl = new GatewayControl(() => this.#gateway);
    this.#hosts = new Hosts(settings, output, this.#gatewayControl, () => {
      this.#writeEndpoints();
    });
  }

  /** Starts everything and answers where it is, once the API answers. Throws with the mend when a part does not come up. */
  async start(): Promise<Endpoints> {
    const { dataDir, ports, instances, build, fresh } = this.#settings;
    await awaitFormerParts(dataDir);
    removeEndpoints(dataDir);
    await refuseTakenPorts(ports, instances);
    if (fresh) emptyData(dataDir);
    // What was rolled out before the last stop: a start runs the app's own build.
    rmSync(join(dataDir, releasesFolder), { recursive: true, force: true });
    if (!build) requireBuild(appDir);
    const [servers] = await Promise.all([this.#startServers(), build && buildApp()]);
    if (this.#stopping) throw new Error("The system is told to stop.");
    const [, front] = await Promise.all([this.#hosts.start(servers, appDir), this.#startFront(servers)]);
    return this.#describe(servers, front);
  }

  /** Tells the world where the running system is; from now on a part that comes back is told too. */
  publish(endpoints: Endpoints): void {
    this.#endpoints = endpoints;
    this.#writeEndpoints();
  }

  /** The instances that serve, and the build that each runs. */
  instances(): { name: string; appDir: string }[] {
    return this.#hosts.serving.map(({ part, appDir: build }) => ({ name: part.name, appDir: build }));
  }

  /** Replaces the instances one by one by the build in that folder. Throws when this is being done already. */
  async rollOut(build: string, readyMs = patience.readyMs, tell: Tell = () => undefined): Promise<Outcome> {
    if (this.#rollingOut) throw new Error("Another rollout is under way.");
    this.#rollingOut = true;
    try {
      return await replaceAll(this.#hosts, resolve(build), { ...patience, readyMs }, tell);
    } finally {
      this.#rollingOut = false;
    }
  }

  /** Stops the app first, so that it can finish its work with the servers still there. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#endpoints = undefined;
    removeEndpoints(this.#settings.dataDir);
    await Promise.all([
      this.#hosts.stop(),
      this.#web?.stop(serverGraceMs),
      this.#console?.stop(serverGraceMs),
      this.#gateway?.stop(serverGraceMs),
    ]);
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

  /** The gateway, and then the pages: each must know where the other is. */
  async #startFront(servers: Servers): Promise<Front> {
    const [gateway, console] = await Promise.all([this.#startGateway(servers), this.#startConsole()]);
    const web = await this.#startWeb(servers, gateway);
    this.#gatewayControl.allow([new URL(text(web, "url")).origin]);
    return { gateway, web, console };
  }

  async #startConsole(): Promise<Ready> {
    if (this.#stopping) throw new Error("The system is told to stop.");
    const console = new Part("console", consoleLaunch(this.#settings), this.#output, () => {
      this.#writeEndpoints();
    });
    this.#console = console;
    return console.start();
  }

  async #startWeb(servers: Servers, gateway: Ready): Promise<Ready> {
    if (this.#stopping) throw new Error("The system is told to stop.");
    const web = new Part("web", webLaunch(this.#settings, servers, gateway, appDir), this.#output, () => {
      this.#writeEndpoints();
    });
    this.#web = web;
    return web.start();
  }

  async #startGateway(servers: Servers): Promise<Ready> {
    const launch = gatewayLaunch(this.#settings, servers, this.#gatewayControl);
    const gateway = new Part("gateway", launch, this.#output, () => {
      this.#writeEndpoints();
    });
    this.#gateway = gateway;
    const ready = await gateway.start();
    // The instances may have come while it started.
    await this.#gatewayControl.rotate(this.#gatewayControl.instances, 0);
    return ready;
  }

  #describe(
    { cosmos, serviceBus, communication, identity }: Servers,
    { gateway, web, console }: Front,
  ): Endpoints {
    const issuer = text(identity, "issuer");
    const busAdmin = `http://127.0.0.1:${port(serviceBus, "adminPort")}`;
    return {
      ...this.#describeApp(),
      gateway: gatewayApi(gateway),
      web: text(web, "url"),
      console: text(console, "url"),
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
      restarts: this.#restarts(),
    };
  }

  /** What changes when instances of the app are replaced. */
  #describeApp(): Pick<Endpoints, "api" | "instances" | "instanceNames" | "docs" | "orchestrations"> {
    const instances = this.#hosts.apis;
    const [api = ""] = instances;
    const instanceNames = this.#hosts.serving.map(({ part }) => part.name);
    return { api, instances, instanceNames, docs: `${api}/docs`, orchestrations: this.#hosts.orchestrations };
  }

  get #parts(): Part[] {
    const front = [this.#gateway, this.#web, this.#console].filter((part) => part !== undefined);
    return [...this.#servers, ...front, ...this.#hosts.parts];
  }

  #restarts(): Record<string, number> {
    return Object.fromEntries(this.#parts.map(({ name, restarts }) => [name, restarts]));
  }

  #pids(): Record<string, number> {
    const running = this.#parts.flatMap(({ name, pid }) => (pid === undefined ? [] : [[name, pid] as const]));
    return { supervisor: process.pid, ...Object.fromEntries(running) };
  }

  #writeEndpoints(): void {
    if (this.#endpoints === undefined) return;
    writeEndpoints(this.#settings.dataDir, {
      ...this.#endpoints,
      ...this.#describeApp(),
      pids: this.#pids(),
      restarts: this.#restarts(),
    });
  }
}

/** Empties what the parts wrote, and nothing else: KTGG_DATA may name any folder. */
const emptyData = (dataDir: string): void => {
  forgetFirstRun(dataDir);
  for (const folder of partFolders) rmSync(join(dataDir, folder), { recursive: true, force: true });
};

const buildApp = async (): Promise<void> => {
  const { build } = await import("../../tools/build.ts");
  await build();
};
