import type { Endpoints } from "./endpoints.ts";

/** A project that waits to be started, for the commands to try; null when there is none. */
export const waitingProject = async ({
  api,
  identity,
}: Pick<Endpoints, "api" | "identity">): Promise<{ projectId: string; projectname: string } | null> => {
  const asked = await fetch(`${identity}/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ sub: "staff-1", roles: ["Staff"] }),
    signal: AbortSignal.timeout(10_000),
  });
  const { access_token: token } = (await asked.json()) as { access_token: string };
  const response = await fetch(`${api}/projects?status=planned&limit=50`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(20_000),
  });
  if (!response.ok) throw new Error(`The projects cannot be listed: ${await response.text()}`);
  const { items } = (await response.json()) as { items: { projectId: string; projectname: string }[] };
  return items.find(({ projectname }) => projectname.startsWith("청년창업")) ?? items[0] ?? null;
};
