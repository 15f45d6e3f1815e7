import { html, nothing, type TemplateResult } from "lit-html";
import type { components } from "../../../api/schema.d.ts";
import { statusBadge } from "../../../components/badges.ts";
import { listView } from "../../../components/paged-list.ts";
import { isSettled, resourceView } from "../../../components/resource.ts";
import { asOfNote, empty } from "../../../components/states.ts";
import { formatCount, formatShare } from "../../../i18n/numbers.ts";
import { dayChart, stepBar, tile } from "../charts.ts";
import { periods, type Overview, type Sort } from "./ctrl.ts";
import { words } from "./texts.ts";

type Schemas = components["schemas"];

/** The overview: how it goes, at a glance, then by project. */
export const view = (ctrl: Overview): TemplateResult => html`
  ${resourceView(ctrl.totals, (found) => totals(found, ctrl), 4)}
  ${isSettled(ctrl.totals) ? projects(ctrl) : nothing}
`;

const projects = (ctrl: Overview): TemplateResult => html`
  <section class="section" aria-labelledby="projects">
    <h2 id="projects">${words().projects}</h2>
    <div class="filters">
      <div class="field narrow-field">
        <label for="sort">${words().sort}</label>
        <select
          id="sort"
          class="input"
          @change=${(event: Event) => {
            ctrl.setSort((event.target as HTMLSelectElement).value as Sort);
          }}
        >
          ${sorts.map((sort) => html`<option value=${sort}>${words().sorts[sort]}</option>`)}
        </select>
      </div>
    </div>
    ${listView(ctrl.projects, {
      label: words().projects,
      keyOf: ({ projectname }) => projectname,
      row,
      empty: () => empty(words().none, words().noneAdvice),
    })}
  </section>
`;

const sorts = ["interested", "waiting", "consultations", "name"] as const satisfies Sort[];

const sum = (counts: Schemas["ConsultationsByStep"]): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

const totals = (found: Schemas["Statistics"], ctrl: Overview): TemplateResult => html`
  ${asOfNote(found.asOf, new Date())}
  <ul class="tiles">
    ${tile(words().interested, words().people(formatCount(found.interested)))}
    ${tile(words().consultations, words().cases(formatCount(sum(found.consultations))), "/staff/consultations")}
    ${tile(words().waiting, words().cases(formatCount(found.consultations.requested)))}
    ${tile(words().success, formatShare(found.successRate, words().noRate))}
    ${tile(words().sms, words().cases(formatCount(found.sms.sent)))}
  </ul>
  ${stepBar(found.consultations)}
  <div class="field import-filter section-gap">
    <label for="days">${words().period}</label>
    <select
      id="days"
      class="input"
      @change=${(event: Event) => {
        ctrl.setDays(Number((event.target as HTMLSelectElement).value));
      }}
    >
      ${periods.map(
        (days) =>
          html`<option value=${days} ?selected=${days === ctrl.days}>
            ${words().lastDays(formatCount(days))}
          </option>`,
      )}
    </select>
  </div>
  ${dayChart(found.days)}
`;

const row = (found: Schemas["ProjectnameStatistics"]): TemplateResult => html`
  <div class="row-head">${found.status === null ? "" : statusBadge(found.status)}</div>
  <p class="row-title">
    ${
      found.projectId === null
        ? found.projectname
        : html`<a href="/staff/projects/${found.projectId}">${found.projectname}</a>`
    }
  </p>
  <p>
    ${words().rowFigures(
      formatCount(found.interested),
      formatCount(sum(found.consultations)),
      formatCount(found.consultations.requested),
    )}
    · ${words().rowSuccess(formatShare(found.successRate, words().noRate))}
  </p>
`;
