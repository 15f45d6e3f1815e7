import { html, nothing, type TemplateResult } from "lit-html";
import type { Step } from "../../shared/contract/consultation.ts";
import { texts } from "../i18n/texts.ts";
import { stepWord } from "../i18n/words.ts";

const words = texts({
  ko: { label: "상담 단계", done: "완료", now: "현재 단계", result: "결과" },
  en: { label: "Steps of the consultation", done: "done", now: "now", result: "Result" },
});

const way: readonly Step[] = ["requested", "accepted", "in progress"];

type Part = { text: string; state: "done" | "now" | "ahead"; tone?: "success" | "danger" | "neutral" };

/** The steps that a consultation went through, the one it is at, and those ahead. */
export const partsOf = (step: Step): Part[] => {
  // A rejection ends the way at once: what would have come after is not shown.
  if (step === "canceled") {
    return [
      { text: stepWord("requested"), state: "done" },
      { text: stepWord("canceled"), state: "now", tone: "neutral" },
    ];
  }
  const ended = step === "success" || step === "fail";
  const at = ended ? way.length : way.indexOf(step);
  const parts = way.map((one, index): Part => ({
    text: stepWord(one),
    state: index < at ? "done" : index === at ? "now" : "ahead",
  }));
  const last: Part = ended
    ? { text: stepWord(step), state: "now", tone: step === "success" ? "success" : "danger" }
    : { text: words().result, state: "ahead" };
  return [...parts, last];
};

/** The step indicator of a consultation. */
export const stepIndicator = (step: Step): TemplateResult => html`
  <ol class="steps" aria-label=${words().label}>
    ${partsOf(step).map(
      ({ text, state, tone }) => html`
        <li class="step ${state} ${tone ?? ""}" aria-current=${state === "now" ? "step" : nothing}>
          <span class="step-dot" aria-hidden="true"></span>
          <span class="step-text">${text}</span>
          ${
            state === "ahead"
              ? nothing
              : html`<span class="unseen">${state === "done" ? words().done : words().now}</span>`
          }
        </li>
      `,
    )}
  </ol>
`;
