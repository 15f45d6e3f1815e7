import { html, type TemplateResult } from "lit-html";
import type { Project } from "../../../shared/contract/project.ts";
import { ddayBadge, statusBadge } from "../../components/badges.ts";
import { listView } from "../../components/paged-list.ts";
import { empty } from "../../components/states.ts";
import { statusWord } from "../../i18n/words.ts";
import { formatPeriod } from "../../i18n/dates.ts";
import type { Customer, StatusFilter } from "./ctrl.ts";
import { words } from "./texts.ts";

/** The CustomerPage. */
export const view = (ctrl: Customer): TemplateResult => html`
  <section aria-labelledby="projects">
    <h2 id="projects">${words().projects}</h2>
    ${filters(ctrl)}
    ${listView(ctrl.projects, {
      label: words().list,
      keyOf: ({ projectId }) => projectId,
      row: (project) => row(project, ctrl.today),
      empty: () => empty(words().noProjects, words().noProjectsAdvice),
      shownWith: [ctrl.today],
    })}
  </section>
`;

const filters = (ctrl: Customer): TemplateResult => html`
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
      <input
        id="text"
        class="input"
        type="search"
        .value=${ctrl.text}
        @input=${(event: Event) => {
          ctrl.setText((event.target as HTMLInputElement).value);
        }}
      />
    </div>
    <div class="field">
      <label for="status">${words().status}</label>
      <select
        id="status"
        class="input"
        @change=${(event: Event) => {
          ctrl.setStatus((event.target as HTMLSelectElement).value as StatusFilter);
        }}
      >
        <option value="">${words().anyStatus}</option>
        ${(["planned", "started", "ended"] as const).map(
          (status) => html`<option value=${status}>${statusWord(status)}</option>`,
        )}
      </select>
    </div>
    <button class="button">${words().find}</button>
  </form>
`;

const row = (project: Project, today: string): TemplateResult => html`
  <div class="row-head">${statusBadge(project.status)} ${ddayBadge(project.endDate, today)}</div>
  <p class="row-title">${project.projectname}</p>
  <p>${formatPeriod(project.startDate ?? project.expStartDate, project.endDate)}</p>
`;
