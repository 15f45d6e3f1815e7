import { html, nothing, type TemplateResult } from "lit-html";
import type { Project } from "../../../../shared/contract/project.ts";
import { ddayBadge, statusBadge } from "../../../components/badges.ts";
import { dialog } from "../../../components/dialog.ts";
import { listView } from "../../../components/paged-list.ts";
import { projectFilters } from "../../../components/project-filters.ts";
import { empty } from "../../../components/states.ts";
import { formatPeriod } from "../../../i18n/dates.ts";
import { projectFormView } from "../project-form.ts";
import type { Projects } from "./ctrl.ts";
import { words } from "./texts.ts";

/** The list of projects, for staff. */
export const view = (ctrl: Projects): TemplateResult => html`
  <div class="actions page-actions">
    <button type="button" class="button" @click=${ctrl.openForm}>${words().create}</button>
    <a class="button secondary" href="/staff/import">${words().import}</a>
  </div>
  ${projectFilters(ctrl, year(ctrl))}
  ${listView(ctrl.list, {
    label: words().list,
    keyOf: ({ projectId }) => projectId,
    row: (project) => row(project, ctrl.today),
    empty: () => empty(words().none, words().noneAdvice),
    shownWith: [ctrl.today],
  })}
  ${
    ctrl.form === undefined
      ? nothing
      : dialog({
          title: words().newTitle,
          body: projectFormView(ctrl.form, ctrl.closeForm),
          close: ctrl.closeForm,
        })
  }
`;

const year = (ctrl: Projects): TemplateResult => html`
  <div class="field">
    <label for="year">${words().year}</label>
    <input
      id="year"
      class="input"
      inputmode="numeric"
      maxlength="4"
      .value=${ctrl.year}
      @input=${(event: Event) => {
        ctrl.setYear((event.target as HTMLInputElement).value);
      }}
    />
  </div>
`;

const row = (project: Project, today: string): TemplateResult => {
  const { projectId, projectname, status, year, startDate, expStartDate, endDate, periodText } = project;
  const period = formatPeriod(startDate ?? expStartDate, endDate);
  return html`
    <div class="row-head">
      ${statusBadge(status)}
      ${status === "ended" ? nothing : ddayBadge(status === "planned" ? expStartDate : endDate, today)}
      <span class="note">${words().yearOf(String(year))}</span>
    </div>
    <p class="row-title"><a href="/staff/projects/${projectId}">${projectname}</a></p>
    <p>${period === "" ? (periodText ?? words().noPeriod) : period}</p>
  `;
};
