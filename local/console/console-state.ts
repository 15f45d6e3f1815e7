/** A process of the running system, and whether it answers. */
export type PartState = {
  name: string;
  state: "running" | "down";
  pid: number | null;
  port: number | null;
  restarts: number;
};

/** Someone of the demo. */
export type Person = { sub: string; name: string; roles: string[]; phone: string };

/** What the page shows beside the messages. */
export type ConsoleState = {
  web: string;
  people: Person[];
  parts: PartState[];
  links: { name: string; url: string }[];
};
