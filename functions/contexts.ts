/** The contexts that this app can run; each can be deployed alone (setting KTGG_CONTEXTS). */
export const contexts = [
  "project",
  "interest",
  "consultation",
  "matching",
  "notification",
  "alarm",
  "views",
] as const;

export type Context = (typeof contexts)[number];

/** The contexts that the setting KTGG_CONTEXTS names, whether there are such or not; all when it is not set. */
export const contextsNamed = (setting: string | undefined): readonly string[] =>
  setting === undefined || setting === "" ? contexts : setting.split(",").map((name) => name.trim());
