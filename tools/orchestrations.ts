import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { brief, timeline, type ShownStatus } from "./orchestration-timeline.ts";

// npm run orchestrations -- ...: sees and steers orchestrations through the management API of Durable Functions.

const usage = `Usage: npm run orchestrations -- COMMAND [--base URL --code KEY]

  list [--status S,...]      the orchestrations, oldest first; S is Pending, Running, Suspended, Completed, Failed or Terminated
  show ID [--json]           one of them, with its history as a timeline
  raise ID EVENT [JSON]      raises an event
  terminate ID [REASON]      ends it

  --base, --code  the API of an app in Azure: https://APP.azurewebsites.net/runtime/webhooks/durabletask and the app's
                  system key durabletask_extension; without them the local system that npm start runs`;

type Target = { base: string; code: string };

const pageSize = 200;
const timeoutMs = 30_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    base: { type: "string" },
    code: { type: "string" },
    status: { type: "string" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const readTarget = (): Target => {
  if (values.base !== undefined) {
    if (values.code === undefined) throw new Error("--base needs --code, the key of that API.");
    return { base: values.base.replace(/\/$/, ""), code: values.code };
  }
  const file = join(process.env["KTGG_DATA"] || ".local", "endpoints.json");
  if (!existsSync(file)) {
    throw new Error("The local system does not run: npm start, or name another one with --base and --code.");
  }
  const { orchestrations } = JSON.parse(readFileSync(file, "utf8")) as { orchestrations: Target | null };
  if (orchestrations === null) throw new Error("The app that runs has no orchestrations.");
  return orchestrations;
};

const ask = async (
  path: string,
  query: Record<string, string>,
  init: RequestInit = {},
): Promise<Response> => {
  const { base, code } = readTarget();
  const url = `${base}/${path}?${new URLSearchParams({ ...query, code }).toString()}`;
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) }).catch(
    (error: unknown) => {
      const { cause } = error as { cause?: unknown };
      throw new Error(`${base} does not answer: ${cause instanceof Error ? cause.message : String(error)}`);
    },
  );
  if (response.status === 401) throw new Error("The key is not the one of this API.");
  return response;
};

const instancePath = (id: string, operation = ""): string =>
  `instances/${encodeURIComponent(id)}${operation}`;

const refused = async (response: Response): Promise<Error> =>
  new Error(`The API answers ${response.status}: ${await response.text()}`);

const list = async (): Promise<void> => {
  const query = {
    top: String(pageSize),
    showInput: "false",
    ...(values.status !== undefined && { runtimeStatus: values.status }),
  };
  let token: string | null = null;
  let count = 0;
  do {
    const headers = token === null ? {} : { "x-ms-continuation-token": token };
    const response = await ask("instances", query, { headers });
    if (!response.ok) throw await refused(response);
    for (const {
      instanceId,
      name,
      runtimeStatus,
      createdTime,
      customStatus,
    } of (await response.json()) as ShownStatus[]) {
      const custom = customStatus === null ? "" : `  ${brief(customStatus)}`;
      console.log(`${createdTime}  ${runtimeStatus.padEnd(10)}  ${name}  ${instanceId}${custom}`);
      count += 1;
    }
    token = response.headers.get("x-ms-continuation-token");
  } while (token !== null && token !== "");
  console.error(count === 1 ? "1 orchestration" : `${count} orchestrations`);
};

const show = async (id: string): Promise<void> => {
  const response = await ask(instancePath(id), {
    showHistory: "true",
    showHistoryOutput: "true",
    showInput: "true",
  });
  if (response.status === 404) throw new Error(`There is no orchestration ${id}.`);
  if (!response.ok) throw await refused(response);
  const status = (await response.json()) as ShownStatus;
  console.log(values.json ? JSON.stringify(status, null, 2) : timeline(status));
};

const steer = async (
  id: string,
  operation: string,
  query: Record<string, string>,
  body?: string,
): Promise<void> => {
  const response = await ask(instancePath(id, operation), query, {
    method: "POST",
    headers: { "content-type": "application/json" },
    ...(body !== undefined && { body }),
  });
  if (response.status === 404) throw new Error(`There is no orchestration ${id}.`);
  if (response.status === 410) throw new Error(`The orchestration ${id} has ended.`);
  if (!response.ok) throw await refused(response);
};

const jsonOf = (text: string): string => {
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw new Error(`${text} is not JSON. A text is written with its quotes: '"text"'.`);
  }
};

const run = async (): Promise<void> => {
  const [command, id, first, second, ...more] = positionals;
  if (more.length > 0) throw new Error(`Too many arguments.\n\n${usage}`);
  const needed = (value: string | undefined, what: string): string => {
    if (value === undefined) throw new Error(`Name ${what}.\n\n${usage}`);
    return value;
  };
  switch (command) {
    case "list":
      await list();
      break;
    case "show":
      await show(needed(id, "an orchestration"));
      break;
    case "raise": {
      const event = needed(first, "an event");
      const path = `/raiseEvent/${encodeURIComponent(event)}`;
      await steer(needed(id, "an orchestration"), path, {}, jsonOf(second ?? "null"));
      console.log(`${event} raised.`);
      break;
    }
    case "terminate":
      await steer(needed(id, "an orchestration"), "/terminate", { reason: first ?? "Terminated by hand" });
      console.log("Terminated.");
      break;
    default:
      throw new Error(command === undefined ? usage : `There is no command ${command}.\n\n${usage}`);
  }
};

if (values.help) console.log(usage);
else {
  await run().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 2;
  });
}
