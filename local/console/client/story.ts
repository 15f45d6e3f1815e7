import { byId, make, newTab } from "./dom.ts";
import type { Person } from "../console-state.ts";
import { openAs } from "./people.ts";
import type { Sms } from "./phone.ts";
import { texts } from "./texts.ts";

type Step = keyof ReturnType<typeof texts>["steps"];

/** The way, who goes it, and where it begins for them. The customer must not have the first project's interest yet. */
const way: readonly { step: Step; people: readonly [sub: string, path: string][] }[] = [
  { step: "interest", people: [["customer-1", "/projects?text=스마트상점"]] },
  { step: "watch", people: [["salesman-1", "/salesman"]] },
  { step: "start", people: [["staff-1", "/staff/projects"]] },
  { step: "sms", people: [] },
  { step: "consult", people: [["customer-1", "/projects?text=스마트공장"]] },
  { step: "serve", people: [["salesman-1", "/salesman"]] },
  {
    step: "see",
    people: [
      ["customer-1", "/consultations"],
      ["staff-1", "/staff"],
    ],
  },
  { step: "end", people: [["staff-1", "/staff/projects"]] },
];

/** What a message says of how far the story has gone. */
const told: readonly [words: RegExp, step: Step][] = [
  [/접수 시작/, "sms"],
  [/담당자:/, "consult"],
  [/수락되었습니다/, "consult"],
];

const key = "ktgg.console.story";
const done = new Set<string>(JSON.parse(sessionStorage.getItem(key) ?? "[]") as string[]);

const remember = (): void => {
  sessionStorage.setItem(key, JSON.stringify([...done]));
};

/** Ticks what the messages show to have happened, with all that came before. Answers whether that is news. */
export const followMessages = (messages: readonly Sms[]): boolean => {
  const before = done.size;
  for (const { message } of messages) {
    for (const [words, step] of told) {
      if (!words.test(message)) continue;
      for (const each of way.slice(0, way.findIndex((one) => one.step === step) + 1)) done.add(each.step);
    }
  }
  remember();
  return done.size > before;
};

/** Shows the way: what is done, what is next, and who does it. */
export const showStory = (web: string, people: readonly Person[]): void => {
  const next = way.find(({ step }) => !done.has(step))?.step;
  byId("story").replaceChildren(
    ...way.map(({ step, people: guides }) => {
      const [title = "", advice = ""] = texts().steps[step];
      const id = `step-${step}`;
      const check = make("input", { type: "checkbox", id });
      check.checked = done.has(step);
      check.addEventListener("change", () => {
        if (check.checked) done.add(step);
        else done.delete(step);
        remember();
        showStory(web, people);
        byId(id).focus();
      });
      const links = guides.flatMap(([sub, path]) => {
        const person = people.find((one) => one.sub === sub);
        return person === undefined
          ? []
          : [newTab(`${person.name} ${texts().openAs} ↗`, openAs(web, sub, path), "button")];
      });
      return make(
        "li",
        {
          className: done.has(step) ? "done" : step === next ? "next" : "",
          ...(step === next && { "aria-current": "step" }),
        },
        check,
        make("label", { for: id, text: title }),
        make("p", { text: advice }),
        make("p", { className: "actions" }, ...links),
      );
    }),
  );
};
