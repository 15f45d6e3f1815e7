import { html, nothing, type TemplateResult } from "lit-html";
import type { Project } from "../../../../shared/contract/project.ts";
import { ddayBadge, statusBadge } from "../../../components/badges.ts";
import { dialog } from "../../../components/dialog.ts";
import { listView } from "../../../components/paged-list.ts";
import { empty } from "../../../components/states.ts";
import { formatPeriod } from "../../../i18n/dates.ts";
import { statusWord } from "../../../i18n/words.ts";
import { projectFormView } from "../project-form.ts";
import type { Projects, Wanted } from "./ctrl.ts";
import { words } from "./texts.ts";

/** The list of projects, for staff. */
export const view = (ctrl: Projects): TemplateResult => html`
  <div class="actions page-actions">
    <button type="button" class="button" @click=${ctrl.openForm}>${words().create}</button>
    <a class="button secondary" href="/staff/import">${words().import}</a>
  </div>
  ${filters(ctrl)}
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

const filters = (ctrl: Projects): TemplateResult => html`
  <form
    class="filters"
    role="search"
    @submit=${(event: Event) => {
      event.preventDefault();
      ctrl.find();
    }}
  >
    <div class="field wide">
      <label for="text">${words().search}</label>
      <input id="text" class="input" type="search" .value=${ctrl.wanted.text} @input=${typed(ctrl, "text")} />
    </div>
    <div class="field">
      <label for="status">${words().status}</label>
      <select
        id="status"
        class="input"
        @change=${(event: Event) => {
          ctrl.want({ status: (event.target as HTMLSelectElement).value as Wanted["status"] });
          ctrl.find();
        }}
      >
        <option value="">${words().any}</option>
        ${(["planned", "started", "ended"] as const).map(
          (status) => html`<option value=${status}>${statusWord(status)}</option>`,
        )}
      </select>
    </div>
    <div class="field">
      <label for="year">${words().year}</label>
      <input
        id="year"
        class="input"
        inputmode="numeric"
        maxlength="4"
        .value=${ctrl.wanted.year}
        @input=${typed(ctrl, "year")}
      />
    </div>
    <button class="button">${words().find}</button>
  </form>
`;

const typed =
  (ctrl: Projects, name: "text" | "year") =>
  (event: Event): void => {
    ctrl.want({ [name]: (event.target as HTMLInputElement).value });
  };

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
