import { html, nothing, type TemplateResult } from "lit-html";
import type { Consultation, Step } from "../../../../shared/contract/consultation.ts";
import type { components } from "../../../api/schema.d.ts";
import { badge, stepBadge } from "../../../components/badges.ts";
import { listView } from "../../../components/paged-list.ts";
import { empty, skeleton } from "../../../components/states.ts";
import { formatInstant } from "../../../i18n/dates.ts";
import { stepsInOrder, stepWord } from "../../../i18n/words.ts";
import type { Consultations } from "./ctrl.ts";
import { words } from "./texts.ts";

/** The consultations, for staff: first those for which somebody has to do something. */
export const view = (ctrl: Consultations): TemplateResult => html`
  <div class="actions page-actions">
    <button type="button" class="button secondary small" @click=${ctrl.reload}>${words().reload}</button>
  </div>
  <section aria-labelledby="waiting">
    <h2 id="waiting">${words().waiting}</h2>
    ${waiting(ctrl)}
  </section>
  ${knowsWaiting(ctrl) ? all(ctrl) : nothing}
`;

/** Below what is still loading nothing is drawn: it would move when that comes. */
const knowsWaiting = ({ waiting }: Consultations): boolean =>
  waiting.every(({ state, pages }) => state !== "loading" || pages.length > 0);

const all = (ctrl: Consultations): TemplateResult => html`
  <section class="section" aria-labelledby="all">
    <h2 id="all">${words().all}</h2>
    <div class="filters">
      <div class="field narrow-field">
        <label for="step">${words().step}</label>
        <select
          id="step"
          class="input"
          @change=${(event: Event) => {
            ctrl.setStep((event.target as HTMLSelectElement).value as Step | "");
          }}
        >
          <option value="">${words().anyStep}</option>
          ${stepsInOrder.map((step) => html`<option value=${step}>${stepWord(step)}</option>`)}
        </select>
      </div>
    </div>
    ${listView(ctrl.all, {
      label: words().list,
      keyOf: ({ consultationId }) => consultationId,
      row: (consultation) => row(consultation, ctrl.names),
      empty: () => empty(words().none, words().noneAdvice),
      shownWith: [ctrl.names],
    })}
  </section>
`;

const waiting = (ctrl: Consultations): TemplateResult => {
  if (!knowsWaiting(ctrl)) return skeleton(1);
  const [escalated, free] = ctrl.waiting;
  const nobody = [escalated, free].every((list) => list.state === "ready" && list.items().length === 0);
  if (nobody) return empty(words().waitingNone, words().waitingNoneAdvice);
  const noRows = (): TemplateResult => html``;
  return html`
    ${listView(escalated, { label: words().escalated, keyOf, row: (match) => waitingRow(match, true), empty: noRows })}
    ${listView(free, { label: words().waitingState, keyOf, row: (match) => waitingRow(match, false), empty: noRows })}
  `;
};

type Waiting = components["schemas"]["MatchSummary"];

const keyOf = ({ matchId }: Waiting): string => matchId;

const waitingRow = ({ subject, projectname, since }: Waiting, isEscalated: boolean): TemplateResult => html`
  <div class="row-head">
    ${isEscalated ? badge(words().escalated, "danger") : badge(words().waitingState, "warning")}
  </div>
  <p class="row-title"><a href="/staff/consultations/${subject.id}">${projectname}</a></p>
  <p>${words().since(formatInstant(since))}</p>
`;

const row = (consultation: Consultation, names: Consultations["names"]): TemplateResult => {
  const { matchedsalesman } = consultation;
  const salesman =
    matchedsalesman === null ? words().nobody : (names?.get(matchedsalesman) ?? matchedsalesman);
  return html`
    <div class="row-head">${stepBadge(consultation.step)}</div>
    <p class="row-title">
      <a href="/staff/consultations/${consultation.consultationId}">${consultation.projectname}</a>
    </p>
    <p>
      ${consultation.customername} · ${words().requestedAt} ${formatInstant(consultation.requestedAt)} ·
      ${words().salesman} ${salesman}
    </p>
  `;
};
