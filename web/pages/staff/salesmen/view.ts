import { html, nothing, type TemplateResult } from "lit-html";
import type { Salesman } from "../../../../shared/contract/salesman.ts";
import { badge } from "../../../components/badges.ts";
import { dialog } from "../../../components/dialog.ts";
import { isSettled, resourceView } from "../../../components/resource.ts";
import { empty, skeleton } from "../../../components/states.ts";
import { common } from "../../../i18n/common.ts";
import { weekdayWords } from "../../../i18n/dates.ts";
import { formatCount, formatShare } from "../../../i18n/numbers.ts";
import type { Figures, Salesmen } from "./ctrl.ts";
import { salesmanFormView } from "./salesman-form.ts";
import { words } from "./texts.ts";

/** The roster, for staff: who has how much, and how it goes. */
export const view = (ctrl: Salesmen): TemplateResult => html`
  <div class="actions page-actions">
    <button type="button" class="button" @click=${ctrl.register}>${words().register}</button>
  </div>
  ${isSettled(ctrl.figures) ? resourceView(ctrl.roster, (people) => list(people, ctrl)) : skeleton()}
  ${form(ctrl)}
`;

const list = (people: readonly Salesman[], ctrl: Salesmen): TemplateResult =>
  people.length === 0
    ? empty(words().none, words().noneAdvice)
    : html`<ul class="rows" aria-label=${words().list}>
        ${people.map((person) => html`<li class="row">${row(person, ctrl)}</li>`)}
      </ul>`;

const row = (person: Salesman, ctrl: Salesmen): TemplateResult => {
  const { name, kind, available, load, capacity, specialties, regions, workingHours } = person;
  const { days, from, to } = workingHours;
  return html`
    <div class="row-line">
      <div>
        <div class="row-head">
          ${badge(words().kind[kind], "neutral")}
          ${available ? badge(words().available, "success") : badge(words().unavailable, "warning")}
        </div>
        <p class="row-title">${name}</p>
        <p>
          ${specialties.join(", ") || words().anything} · ${regions.join(", ") || words().everywhere} ·
          ${words().hours(weekdayWords(days), from, to)}
        </p>
        ${kind === "salesman" ? figures(ctrl.figures.data?.get(person.salesmanId)) : nothing}
      </div>
      <div class="load">
        <p>${words().load(formatCount(load), formatCount(capacity))}</p>
        ${meter(load, capacity)}
        <button
          type="button"
          class="button secondary small"
          @click=${() => {
            ctrl.edit(person);
          }}
        >
          ${common().edit}<span class="unseen">: ${name}</span>
        </button>
      </div>
    </div>
  `;
};

const meter = (load: number, capacity: number): TemplateResult => {
  const share = capacity === 0 ? 0 : Math.min(1, load / capacity);
  const name = share === 1 ? "mark-fail" : share >= 0.8 ? "mark-in-progress" : "mark-accepted";
  return html`
    <svg class="meter" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="meter-all" width="100" height="8"></rect>
      <rect class=${name} width=${share * 100} height="8"></rect>
    </svg>
  `;
};

const figures = (found: Figures | undefined): TemplateResult | typeof nothing => {
  if (found === undefined) return nothing;
  const { median } = found.minutesToAccept;
  const minutes = median === null ? words().noFigure : words().minutes(formatCount(Math.round(median)));
  return html`
    <p class="note">
      ${words().accepted(formatCount(found.accepted))} ·
      ${words().success(formatShare(found.successRate, words().noFigure))} · ${words().accept(minutes)} ·
      ${words().share(formatShare(found.loadShare, words().noFigure))}
    </p>
  `;
};

const form = (ctrl: Salesmen): TemplateResult | typeof nothing => {
  if (ctrl.form === undefined) return nothing;
  const { form: shown, person } = ctrl.form;
  return dialog({
    title: person === undefined ? words().registerTitle : words().editTitle(person.name),
    body: salesmanFormView(shown, { isNew: person === undefined, cancel: ctrl.dismiss }),
    close: ctrl.dismiss,
  });
};
