import { html, type TemplateResult } from "lit-html";
import { texts } from "../i18n/texts.ts";
import type { Conflict, Difference } from "./editor.ts";
import { onSubmit } from "./form-view.ts";

const words = texts({
  ko: {
    title: "그사이 다른 곳에서 내용이 바뀌었습니다.",
    advice: "항목마다 어느 내용으로 저장할지 선택해 주세요.",
    mine: "내가 입력한 내용",
    theirs: "지금 저장된 내용",
    none: "없음",
    save: "선택한 내용으로 저장",
    back: "입력 화면으로",
  },
  en: {
    title: "It was changed elsewhere meanwhile.",
    advice: "Choose for each field what to save.",
    mine: "What I entered",
    theirs: "What is saved now",
    none: "none",
    save: "Save what is chosen",
    back: "Back to the form",
  },
});

/** The choice between what I have typed and what others have saved meanwhile, field by field. */
export const conflictChoice = (conflict: Conflict): TemplateResult => html`
  <form class="form" @submit=${onSubmit(conflict.save)}>
    <div class="alert warning" role="alert">
      <p><strong>${words().title}</strong> ${words().advice}</p>
    </div>
    ${conflict.differences.map((difference) => choice(conflict, difference))}
    <div class="actions">
      <button class="button">${words().save}</button>
      <button type="button" class="button secondary" @click=${conflict.back}>${words().back}</button>
    </div>
  </form>
`;

const choice = (conflict: Conflict, { name, label, mine, theirs }: Difference): TemplateResult => html`
  <fieldset>
    <legend class="legend">${label}</legend>
    ${(["mine", "theirs"] as const).map((whose) => {
      const value = whose === "mine" ? mine : theirs;
      return html`
        <div class="choice">
          <input
            id="conflict-${name}-${whose}"
            type="radio"
            name="conflict-${name}"
            .checked=${conflict.chosen(name) === whose}
            @change=${() => {
              conflict.choose(name, whose);
            }}
          />
          <label for="conflict-${name}-${whose}">
            <span class="hint">${words()[whose]}</span><br />
            <span class="kept">${value === "" ? words().none : value}</span>
          </label>
        </div>
      `;
    })}
  </fieldset>
`;
