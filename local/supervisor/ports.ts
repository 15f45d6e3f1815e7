import { createServer } from "node:net";
import { portVariables } from "./settings.ts";
import type { Ports } from "./settings.ts";

type Wanted = { port: number; variable: string; what: string };

/** Throws, naming every port that another process has, or that two parts want, with the variable that changes it. */
export const refuseTakenPorts = async (ports: Ports, instances: number): Promise<void> => {
  const wanted = wantedPorts(ports, instances).filter(({ port }) => port !== 0);
  const complaints: string[] = [];
  for (const [index, { port, variable, what }] of wanted.entries()) {
    const other = wanted.slice(0, index).find((earlier) => earlier.port === port);
    if (port > 65_535) complaints.push(`${what} would need port ${port}; set ${variable} to a lower one.`);
    else if (other !== undefined) {
      complaints.push(`${what} and ${other.what} both want port ${port}; set ${variable} to another one.`);
    } else if (!(await isFree(port))) {
      complaints.push(
        `Port ${port} for ${what} is taken; stop what listens there, or set ${variable} to another one.`,
      );
    }
  }
  if (complaints.length > 0) throw new Error(complaints.join("\n"));
};

const wantedPorts = (ports: Ports, instances: number): Wanted[] => {
  const one = (part: keyof Ports, what: string): Wanted => ({
    port: ports[part],
    variable: portVariables[part].variable,
    what,
  });
  const api = Array.from({ length: instances }, (_, index) => ({
    ...one("api", instances === 1 ? "the API" : `instance ${index + 1} of the API`),
    port: ports.api === 0 ? 0 : ports.api + index,
  }));
  return [
    ...api,
    one("cosmos", "Cosmos DB"),
    one("serviceBus", "Service Bus"),
    one("serviceBusAdmin", "Service Bus administration"),
    one("communication", "Communication Services"),
    one("identity", "the issuer"),
    one("gateway", "the gateway"),
    one("web", "the pages"),
    one("console", "the console"),
  ];
};

/** Whether nobody listens on this port of this machine. */
export const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => {
      resolve(false);
    });
    probe.listen(port, "127.0.0.1", () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
