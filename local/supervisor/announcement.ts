import type { Endpoints } from "./endpoints.ts";

/** A command to try: it works as it stands, in the order in which they are printed. */
export type Command = { what: string; line: string };

const json = "-H 'content-type: application/json'";

/** Three commands to try: a token, a started project (or a new one when none waits), and the SMS that it sent. */
export const commandsToTry = (
  { api, identity, smsOutbox }: Endpoints,
  waiting: { projectId: string; projectname: string } | null,
): Command[] => {
  const staff = JSON.stringify({ sub: "staff-1", roles: ["Staff"], name: "김지원" });
  const sample = JSON.stringify({ projectname: "청년창업 지원사업", year: 2027, host: "중소벤처기업부" });
  const bearer = '-H "authorization: Bearer $TOKEN"';
  return [
    {
      what: "Get a token as staff",
      line: `TOKEN=$(curl -s ${identity}/token ${json} -d '${staff}' | sed -E 's/.*"access_token":"([^"]+)".*/\\1/')`,
    },
    waiting === null
      ? { what: "Publish a project", line: `curl -s ${api}/projects ${bearer} ${json} -d '${sample}'` }
      : {
          what: `Start the project ${waiting.projectname}`,
          line: `curl -s -X POST ${api}/projects/${waiting.projectId}/start ${bearer}`,
        },
    { what: "See the SMS that went out", line: `curl -s ${smsOutbox}` },
  ];
};

/** What the person who started the system reads. */
export const announcement = (
  endpoints: Endpoints,
  { seconds, logs, commands }: { seconds: number; logs: string; commands: readonly Command[] },
): string => {
  const places: [string, string][] = [
    ["Pages", endpoints.web],
    ["API", endpoints.api],
    ...endpoints.instances
      .slice(1)
      .map((api, index): [string, string] => [`API, instance ${index + 2}`, api]),
    ["API, through the gateway", endpoints.gateway],
    ["API docs", endpoints.docs],
    ["SMS outbox", new URL("/", endpoints.smsOutbox).href],
    ["Identity", `${endpoints.identity} (who there is: ${endpoints.identity}/people)`],
    ["Logs", logs],
  ];
  const width = Math.max(...places.map(([name]) => name.length));
  return [
    `KT.GG is ready after ${seconds.toFixed(1)} s. Ctrl-C stops it.`,
    "",
    `  Begin here: ${endpoints.console} (the phone, the demo's people, the story)`,
    "",
    ...places.map(([name, place]) => `  ${name.padEnd(width)}  ${place}`),
    "",
    ...(commands.length > 0 ? ["Try it:"] : []),
    ...commands.flatMap(({ what, line }, index) => ["", `  # ${index + 1}. ${what}`, `  ${line}`]),
    "",
  ].join("\n");
};
