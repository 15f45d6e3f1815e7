import type { ConsoleState } from "../console-state.ts";
import { byId } from "./dom.ts";
import { showParts } from "./parts.ts";
import { showPeople } from "./people.ts";
import { readMessages } from "./phone.ts";
import { followMessages, showStory } from "./story.ts";
import { switchLanguage, texts, writeTexts } from "./texts.ts";

const messagesEachMs = 500;
const stateEachMs = 2_000;

let state: ConsoleState | undefined;
let shown = "";

const say = (text: string): void => {
  if (byId("state").textContent !== text) byId("state").textContent = text;
};

/** Draws only what is new: who reads or tabs through the page is not thrown out of it every two seconds. */
const draw = (): void => {
  if (state === undefined) return;
  const { web, people, parts, links } = state;
  say(parts.every((part) => part.state === "running") ? texts().allWell : texts().notAll);
  const now = JSON.stringify([state, document.documentElement.lang]);
  if (now === shown) return;
  shown = now;
  showStory(web, people);
  showPeople(web, people);
  showParts(parts, links);
};

const readState = async (): Promise<ConsoleState> => {
  const response = await fetch("/state", { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`The state answered ${response.status}.`);
  state = (await response.json()) as ConsoleState;
  draw();
  return state;
};

/** Does it again and again; while it fails, the page says so. */
const keep = async (work: () => Promise<unknown>, eachMs: number): Promise<never> => {
  for (;;) {
    try {
      await work();
    } catch {
      // Whatever it was, the next look tells whether it is over.
      say(texts().away);
    }
    await new Promise((resolve) => setTimeout(resolve, eachMs));
  }
};

const writeAll = (): void => {
  writeTexts();
  byId("language").textContent = texts().other;
  draw();
};

byId("language").addEventListener("click", () => {
  switchLanguage();
  writeAll();
});
writeAll();
void keep(readState, stateEachMs);
void keep(async () => {
  // Before it is known who there is, nobody could be named.
  const { web, people } = state ?? (await readState());
  if (followMessages(await readMessages(people))) showStory(web, people);
}, messagesEachMs);
