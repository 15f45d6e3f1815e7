// What is being typed survives a reload and the way to the sign-in page and back: in this tab alone, until it is sent.

const key = (projectId: string): string => `ktgg.draft.${projectId}`;

/** What was typed for this project before; undefined when nothing was, or when it is of another shape. */
export const readDraft = <V extends Record<string, string>>(projectId: string, empty: V): V | undefined => {
  const text = sessionStorage.getItem(key(projectId));
  if (text === null) return undefined;
  const found = JSON.parse(text) as Record<string, unknown>;
  const entries = Object.keys(empty).map((name) => [name, found[name]] as const);
  if (!entries.every(([, value]) => typeof value === "string")) return undefined;
  return Object.fromEntries(entries) as V;
};

/** Keeps what is typed. */
export const keepDraft = (projectId: string, values: Record<string, string>): void => {
  sessionStorage.setItem(key(projectId), JSON.stringify(values));
};

/** Forgets it: it was sent. */
export const dropDraft = (projectId: string): void => {
  sessionStorage.removeItem(key(projectId));
};
