import { html, nothing, type TemplateResult } from "lit-html";
import type { Project } from "../../../shared/contract/project.ts";
import { badge, ddayBadge, statusBadge } from "../../components/badges.ts";
import { dialog } from "../../components/dialog.ts";
import { listView } from "../../components/paged-list.ts";
import { projectFilters } from "../../components/project-filters.ts";
import { empty } from "../../components/states.ts";
import { formatPeriod } from "../../i18n/dates.ts";
import { interestForm } from "../interests/interest-form.ts";
import { words as interestWords } from "../interests/texts.ts";
import type { Projects } from "./ctrl.ts";
import { words } from "./texts.ts";

/** The search for projects. */
export const view = (ctrl: Projects): TemplateResult => html`
  <p class="lead">${words().lead}</p>
  ${projectFilters(ctrl)}
  ${listView(ctrl.list, {
    label: words().list,
    keyOf: ({ projectId }) => projectId,
    row: (project) => row(ctrl, project),
    empty: () => empty(words().none, words().noneAdvice),
    shownWith: [ctrl.today, ctrl.saved.version],
  })}
  ${saveDialog(ctrl)}
`;

const row = (ctrl: Projects, project: Project): TemplateResult => html`
  <div class="row-line">
    <div>
      <div class="row-head">
        ${statusBadge(project.status)} ${dday(project, ctrl.today)}
        ${ctrl.saved.has(project.projectname) ? badge(words().saved, "success") : nothing}
      </div>
      <h2 class="row-title">${project.projectname} <span class="row-year">${project.year}</span></h2>
      <dl class="facts">
        ${fact(words().period, period(project))} ${fact(words().host, project.host)}
        ${fact(words().target, project.target)} ${fact(words().scale, project.scale)}
      </dl>
      ${details(project)}
    </div>
    <div class="actions">${actions(ctrl, project)}</div>
  </div>
`;

const dday = (project: Project, today: string): TemplateResult | typeof nothing => {
  switch (project.status) {
    case "planned":
      return ddayBadge(project.expStartDate, today, words().toStart);
    case "started":
      return ddayBadge(project.endDate, today, words().toEnd);
    case "ended":
      return nothing;
  }
};

/** The days, or the words of the announcement where it has no days. */
const period = (project: Project): string | undefined => {
  const days = formatPeriod(project.startDate ?? project.expStartDate, project.endDate);
  return days === "" ? project.periodText : days;
};

const fact = (name: string, value: string | undefined): TemplateResult | typeof nothing =>
  value === undefined || value === ""
    ? nothing
    : html`<dt>${name}</dt>
        <dd>${value}</dd>`;

const details = ({ summary, link }: Project): TemplateResult | typeof nothing =>
  summary === undefined && link === undefined
    ? nothing
    : html`<details class="more-about">
        <summary>${words().more}</summary>
        ${summary === undefined ? nothing : html`<p class="kept">${summary}</p>`}
        ${
          link === undefined
            ? nothing
            : html`<p>
                <a href=${link} target="_blank" rel="noreferrer">${words().link} ${words().newWindow}</a>
              </p>`
        }
      </details>`;

const actions = (ctrl: Projects, { projectId, projectname, status }: Project): TemplateResult => html`
  ${
    ctrl.saved.has(projectname)
      ? nothing
      : html`<button
          type="button"
          class="button small secondary"
          aria-label=${words().saveFor(projectname)}
          @click=${() => {
            ctrl.saved.save(projectname);
          }}
        >
          ${words().save}
        </button>`
  }
  ${
    status === "ended"
      ? nothing
      : html`<a
          class="button small"
          href="/consultations/new?projectId=${projectId}"
          aria-label=${words().askFor(projectname)}
          >${words().ask}</a
        >`
  }
`;

const saveDialog = ({ saved }: Projects): TemplateResult | typeof nothing =>
  saved.saving === undefined
    ? nothing
    : dialog({
        title: interestWords().saveTitle,
        close: saved.stop,
        body: html`
          <p class="note">${interestWords().saveLead(saved.saving.projectname)}</p>
          ${interestForm(saved.saving.form, interestWords().create, saved.stop)}
        `,
      });
