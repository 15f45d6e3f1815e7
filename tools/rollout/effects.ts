import type { Product } from "../../tests/system/product.ts";
import type { Load } from "./load.ts";
import { e164 } from "./story.ts";
import type { Story } from "./story.ts";

/** What came of the accepted commands: how many effects were to come, and those that are missing or too many. */
export type Effects = { expected: number; lost: string[]; doubled: string[] };

type Alarm = { type: string; subject: string };

/**
 * Compares what was accepted with all that must come of it, each exactly once: projects in the list, an alarm for every
 * project, start and consultation (those of projects also over an open page's stream), an SMS for each interested customer of each start, for each matched customer and for
 * each assignment, and one place of a salesman for each consultation.
 */
export const effectsOf = async (
  product: Product,
  story: Story,
  { accepted, follower }: Pick<Load, "accepted" | "follower">,
): Promise<Effects> => {
  const effects: Effects = { expected: 0, lost: [], doubled: [] };
  const hold = (what: string, times: number, wanted = 1): void => {
    effects.expected += wanted;
    if (times < wanted) effects.lost.push(`${what}: ${times} of ${wanted}`);
    if (times > wanted) effects.doubled.push(`${what}: ${times} of ${wanted}`);
  };

  const projects = await countBy(
    everything<{ projectId: string }>(product, story.staff, "/projects"),
    ({ projectId }) => projectId,
  );
  for (const projectId of accepted.projects) hold(`project ${projectId}`, projects.get(projectId) ?? 0);
  hold("projects in all", projects.size, accepted.projects.length);

  const alarms = new Map<string, number>();
  for (const [index, salesmanId] of story.team.entries()) {
    const token = await product.token(salesmanId, ["Salesman"]);
    for (const { type, subject } of await everything<Alarm>(product, token, "/me/alarms")) {
      // A project's alarm is everyone's: the first salesman's list speaks for all.
      if (type.startsWith("Project") && index > 0) continue;
      const key = `${type} ${subject}`;
      alarms.set(key, (alarms.get(key) ?? 0) + 1);
    }
  }
  const holdAlarm = (key: string): void => {
    hold(`alarm ${key}`, alarms.get(key) ?? 0);
  };
  for (const projectId of accepted.projects) holdAlarm(`ProjectCreated ${projectId}`);
  for (const { projectId } of accepted.started) holdAlarm(`ProjectStarted ${projectId}`);
  // Over the stream an alarm may come twice: its page tells by the alarmId.
  for (const projectId of accepted.projects) {
    hold(
      `ProjectCreated ${projectId} over the stream`,
      follower.told.has(`ProjectCreated ${projectId}`) ? 1 : 0,
    );
  }
  for (const { consultationId } of accepted.consultations) holdAlarm(`ConsultationCreated ${consultationId}`);

  const sms = await countBy(product.outbox(), ({ to }) => to);
  for (const [projectname, phones] of story.interested) {
    const starts = accepted.started.filter((one) => one.projectname === projectname).length;
    for (const phone of phones) hold(`SMS of starts to ${phone}`, sms.get(phone) ?? 0, starts);
  }
  for (const { consultationId, phone } of accepted.consultations) {
    hold(`SMS of the match of ${consultationId}`, sms.get(e164(phone)) ?? 0);
  }

  const roster = await everything<{ salesmanId: string; load: number; phone: string }>(
    product,
    story.staff,
    "/salesmen",
  );
  const count = accepted.consultations.length;
  hold(
    "SMS of assignments",
    roster.reduce((sum, { phone }) => sum + (sms.get(e164(phone)) ?? 0), 0),
    count,
  );
  hold(
    "places of salesmen",
    roster.reduce((sum, { load }) => sum + load, 0),
    count,
  );
  return effects;
};

const countBy = async <Item>(
  items: Promise<readonly Item[]>,
  keyOf: (item: Item) => string,
): Promise<Map<string, number>> => {
  const counts = new Map<string, number>();
  for (const item of await items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
};

/** All that a list has, page by page, from the app itself: what is counted is not the gateway. */
const everything = async <Item>(product: Product, token: string, path: string): Promise<Item[]> => {
  const items: Item[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const more: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const api = product.now().api;
    const { status, body } = await product.request("GET", `${api}${path}?limit=100${more}`, { token });
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    const page = body as { items: Item[]; nextCursor: string | null };
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
};
