import { html, nothing, type TemplateResult } from "lit-html";
import { badge, ddayBadge, statusBadge } from "../../components/badges.ts";
import { conflictChoice } from "../../components/conflict.ts";
import { dialog } from "../../components/dialog.ts";
import { listView } from "../../components/paged-list.ts";
import { asOfNote, empty, failed } from "../../components/states.ts";
import { formatPeriod, seoulDay } from "../../i18n/dates.ts";
import type { Interests, MyInterest } from "./ctrl.ts";
import { interestForm } from "./interest-form.ts";
import { words } from "./texts.ts";

/** My interests with the present state of their projects. */
export const view = (ctrl: Interests): TemplateResult => html`
  <p class="lead">${words().lead}</p>
  ${ctrl.failure === undefined ? nothing : failed(ctrl.failure)} ${asOfNote(ctrl.list.asOf, new Date())}
  ${listView(ctrl.list, {
    label: words().list,
    keyOf: ({ interestId }) => interestId,
    row: (interest) => row(ctrl, interest),
    empty: () =>
      empty(words().none, words().noneAdvice, html`<a class="button" href="/projects">${words().find}</a>`),
  })}
  ${editDialog(ctrl)}
`;

const row = (ctrl: Interests, interest: MyInterest): TemplateResult => html`
  <div class="row-line">
    <div>
      <div class="row-head">${state(interest)}</div>
      <h2 class="row-title">${interest.projectname}</h2>
      <dl class="facts">
        ${period(interest)}
        <dt>${words().phone}</dt>
        <dd>${interest.phone}</dd>
        <dt>${words().consents}</dt>
        <dd>${consents(interest)}</dd>
      </dl>
    </div>
    <div class="actions">${interest.interest === 1 ? wanted(ctrl, interest) : unwanted(ctrl, interest)}</div>
  </div>
`;

const state = ({ interest, project }: MyInterest): TemplateResult => {
  if (interest === 0) return badge(words().takenBack, "neutral");
  if (project === null) return html`<span class="hint">${words().noProject}</span>`;
  const today = seoulDay(new Date());
  const day = project.ddayTo === "end" ? project.endDate : project.expStartDate;
  const label = project.ddayTo === "end" ? words().toEnd : words().toStart;
  return html`${statusBadge(project.status)}
  ${project.ddayTo === null ? nothing : ddayBadge(day, today, label)}`;
};

const period = ({ project }: MyInterest): TemplateResult | typeof nothing => {
  if (project === null) return nothing;
  const dates = formatPeriod(project.startDate ?? project.expStartDate, project.endDate);
  const text = dates === "" ? project.periodText : dates;
  return text === undefined
    ? nothing
    : html`<dt>${words().period}</dt>
        <dd>${text}</dd>`;
};

const consents = ({ adConsent, nightConsent }: MyInterest): string => {
  if (!adConsent) return words().noAd;
  return nightConsent ? words().adAndNight : words().ad;
};

const wanted = (ctrl: Interests, interest: MyInterest): TemplateResult => html`
  ${
    interest.project === null
      ? nothing
      : html`<a class="button small" href="/consultations/new?projectId=${interest.project.projectId}">
          ${words().ask}
        </a>`
  }
  <button
    type="button"
    class="button small secondary"
    @click=${() => {
      ctrl.edit(interest);
    }}
  >
    ${words().edit}
  </button>
  <button type="button" class="button small secondary" @click=${() => void ctrl.setWanted(interest, 0)}>
    ${words().takeBack}
  </button>
`;

const unwanted = (ctrl: Interests, interest: MyInterest): TemplateResult => html`
  <button type="button" class="button small secondary" @click=${() => void ctrl.setWanted(interest, 1)}>
    ${words().again}
  </button>
`;

const editDialog = (ctrl: Interests): TemplateResult | typeof nothing => {
  if (ctrl.editing === undefined) return nothing;
  const { editor, projectname } = ctrl.editing;
  return dialog({
    title: words().editTitle,
    close: ctrl.stopEditing,
    body:
      editor.conflict === undefined
        ? html`<p class="note">${projectname}</p>
            ${interestForm(editor.form, words().save, ctrl.stopEditing)}`
        : conflictChoice(editor.conflict),
  });
};
