import { html, nothing, type TemplateResult } from "lit-html";
import { listView } from "../../components/paged-list.ts";
import { asOfNote, empty } from "../../components/states.ts";
import { stepIndicator } from "../../components/step-indicator.ts";
import { formatDay, formatInstant } from "../../i18n/dates.ts";
import { steps, stepWord } from "../../i18n/words.ts";
import type { Consultations, NamedConsultation } from "./ctrl.ts";
import { words } from "./texts.ts";

/** My consultations. */
export const view = (ctrl: Consultations): TemplateResult => html`
  <p class="lead">${words().lead}</p>
  <div class="filters">
    <div class="field">
      <label for="step">${words().filter}</label>
      <select
        id="step"
        class="input"
        @change=${(event: Event) => {
          ctrl.setStep((event.target as HTMLSelectElement).value);
        }}
      >
        <option value="">${words().anyStep}</option>
        ${steps().map((one) => html`<option value=${one}>${stepWord(one)}</option>`)}
      </select>
    </div>
  </div>
  ${asOfNote(ctrl.list.asOf, new Date())}
  ${listView(ctrl.list, {
    label: words().list,
    keyOf: ({ consultationId }) => consultationId,
    row,
    empty: () =>
      empty(words().none, words().noneAdvice, html`<a class="button" href="/projects">${words().find}</a>`),
  })}
`;

const row = (consultation: NamedConsultation): TemplateResult => html`
  <div class="row-line">
    <div>
      <h2 class="row-title">
        <a href="/consultations/${consultation.consultationId}">${consultation.projectname}</a>
      </h2>
      <dl class="facts">
        <dt>${words().requestedAt}</dt>
        <dd>${formatInstant(consultation.requestedAt)}</dd>
        ${
          consultation.preferredDate === undefined
            ? nothing
            : html`<dt>${words().preferredDate}</dt>
                <dd>${formatDay(consultation.preferredDate)}</dd>`
        }
        <dt>${words().salesman}</dt>
        <dd>${salesmanOf(consultation)}</dd>
      </dl>
    </div>
    <div class="row-steps">${stepIndicator(consultation.step)}</div>
  </div>
`;

const salesmanOf = ({ matchedsalesman, salesmanname }: NamedConsultation): string => {
  if (salesmanname !== undefined) return salesmanname;
  return matchedsalesman === null ? words().matching : words().matched;
};
