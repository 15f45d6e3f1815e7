import { html, nothing, type TemplateResult } from "lit-html";
import { statusBadge } from "../../components/badges.ts";
import { textArea, textField } from "../../components/fields.ts";
import { formView } from "../../components/form-view.ts";
import { empty, failed, skeleton } from "../../components/states.ts";
import { formatPeriod, seoulDay } from "../../i18n/dates.ts";
import type { ConsultationRequest } from "./ctrl.ts";
import { regions, words } from "./texts.ts";

/** The request for a consultation on one project. */
export const view = (ctrl: ConsultationRequest): TemplateResult => {
  const { project, failure, chosen } = ctrl;
  if (!chosen) {
    return empty(
      words().noProject,
      words().noProjectAdvice,
      html`<a class="button" href="/projects">${words().choose}</a>`,
    );
  }
  if (failure !== undefined) return failed(failure, ctrl.reload);
  if (project === undefined) return skeleton();
  return html`
    <p class="lead">${words().lead}</p>
    <section class="card narrow" aria-label=${words().project}>
      <div class="row-head">${statusBadge(project.status)}</div>
      <h2 class="card-title">${project.projectname}</h2>
      <p class="note">${formatPeriod(project.startDate ?? project.expStartDate, project.endDate)}</p>
    </section>
    <div class="section">${form(ctrl)}</div>
  `;
};

const form = ({ form, restored }: ConsultationRequest): TemplateResult =>
  formView(form, {
    fields: html`${restored ? html`<p class="note" role="status">${words().draft}</p>` : nothing}
    ${textField(form, "phone", {
      type: "tel",
      inputmode: "tel",
      autocomplete: "tel",
      required: true,
      hint: words().phoneHint,
    })}
    ${textArea(form, "content", { required: true, hint: words().contentHint, rows: 6 })}
    ${textField(form, "preferredDate", {
      type: "date",
      min: seoulDay(new Date()),
      hint: words().dateHint,
    })}
    ${textField(form, "region", { list: regions, hint: words().regionHint })}`,
    submit: words().submit,
    large: true,
    after: html`<p role="status">${form.busy ? words().sending : nothing}</p>`,
  });
