import { controlOf } from "../../local/supervisor/control.ts";
import type { Outcome } from "../../local/supervisor/replacement.ts";

/** Tells the system that runs on this data to replace its instances by a build; `tell` gets what it does, line by line. */
export const rollOut = async (
  dataDir: string,
  asked: { appDir: string; readyMs?: number },
  tell: (step: string) => void,
): Promise<Outcome> => {
  const response = await ask(dataDir, "POST", "/rollouts", asked);
  let text = "";
  for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const lines = text.split("\n");
    text = lines.pop() ?? "";
    for (const line of lines) {
      const said = JSON.parse(line) as { step: string } | Outcome;
      if ("outcome" in said) return said;
      tell(said.step);
    }
  }
  return { outcome: "failed", reason: "The system stopped in the middle. Start it again: npm start" };
};

/** The build that each instance runs. */
export const runningBuilds = async (dataDir: string): Promise<{ name: string; appDir: string }[]> => {
  const response = await ask(dataDir, "GET", "/instances");
  return ((await response.json()) as { instances: { name: string; appDir: string }[] }).instances;
};

const ask = async (dataDir: string, method: string, path: string, body?: unknown): Promise<Response> => {
  const { url, token } = controlOf(dataDir);
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new Error(`The system on ${dataDir} does not answer. Is it running? (npm start)`, { cause });
  });
  if (response.ok) return response;
  throw new Error(((await response.json()) as { error: string }).error);
};
