import { html, nothing, type TemplateResult } from "lit-html";
import type { Consultation } from "../../../shared/contract/consultation.ts";
import { conflictChoice } from "../../components/conflict.ts";
import { textArea, textField } from "../../components/fields.ts";
import { formView } from "../../components/form-view.ts";
import type { Form } from "../../components/form.ts";
import { failed, skeleton } from "../../components/states.ts";
import { stepIndicator } from "../../components/step-indicator.ts";
import { formatDay, formatInstant, seoulDay } from "../../i18n/dates.ts";
import { regions, words as requestWords } from "../consultation-request/texts.ts";
import type { ConsultationPage, EditValues } from "./ctrl.ts";
import { words } from "./texts.ts";

/** One consultation: its step, who serves it, what was asked. */
export const view = (ctrl: ConsultationPage): TemplateResult => {
  const { consultation, failure } = ctrl;
  if (failure !== undefined) return failed(failure, ctrl.reload);
  if (consultation === undefined) return skeleton();
  return html`
    <p class="lead">${consultation.projectname}</p>
    <div class="narrow">${stepIndicator(consultation.step)}</div>
    <div class="narrow" role="status">${message(ctrl, consultation)}</div>
    ${ctrl.editing === undefined ? facts(ctrl, consultation) : edit(ctrl)}
  `;
};

const message = (
  ctrl: ConsultationPage,
  { step, matchedsalesman, projectId }: Consultation,
): TemplateResult => {
  const again =
    projectId === undefined || !ctrl.mine
      ? nothing
      : html`<a class="button small secondary" href="/consultations/new?projectId=${projectId}"
          >${words().again}</a
        >`;
  const asked = ctrl.justAsked ? html`<strong>${words().asked}</strong> ` : nothing;
  switch (step) {
    case "requested": {
      if (matchedsalesman === null) {
        return html`<div class="alert">
          <p>${asked}<strong>${words().matching}</strong> ${words().matchingAdvice}</p>
        </div>`;
      }
      const { salesmanname } = ctrl.names;
      const who = salesmanname === undefined ? words().matched : words().matchedBy(salesmanname);
      return html`<div class="alert success"><p>${asked}${who}</p></div>`;
    }
    case "accepted":
      return html`<div class="alert success"><p>${words().acceptedBy}</p></div>`;
    case "in progress":
      return html`<div class="alert"><p>${words().inProgress}</p></div>`;
    case "success":
      return html`<div class="alert success"><p>${words().success}</p></div>`;
    case "canceled":
      return html`<div class="alert warning">
        <p>${words().canceled}</p>
        ${again}
      </div>`;
    case "fail":
      return html`<div class="alert warning">
        <p>${words().fail}</p>
        ${again}
      </div>`;
  }
};

const facts = (ctrl: ConsultationPage, consultation: Consultation): TemplateResult => html`
  <section class="section narrow" aria-labelledby="facts">
    <h2 id="facts">${words().facts}</h2>
    <dl class="facts">
      <dt>${words().requestedAt}</dt>
      <dd>${formatInstant(consultation.requestedAt)}</dd>
      <dt>${words().salesman}</dt>
      <dd>${nameOf(consultation.matchedsalesman, ctrl.names.salesmanname, words().matching)}</dd>
      <dt>${words().consultant}</dt>
      <dd>${nameOf(consultation.matchedconsultant, ctrl.names.consultantname, words().noConsultant)}</dd>
      ${
        ctrl.mine
          ? nothing
          : html`<dt>${words().customer}</dt>
              <dd>${consultation.customername}</dd>`
      }
      <dt>${words().phone}</dt>
      <dd>${phone(ctrl, consultation)}</dd>
      <dt>${words().preferredDate}</dt>
      <dd>
        ${consultation.preferredDate === undefined ? words().anyDay : formatDay(consultation.preferredDate)}
      </dd>
      <dt>${words().region}</dt>
      <dd>${consultation.region ?? words().anyRegion}</dd>
      <dt>${words().content}</dt>
      <dd class="kept">${consultation.content}</dd>
    </dl>
    ${
      ctrl.mine && consultation.step === "requested"
        ? html`<div class="section-actions">
            <button type="button" class="button secondary" @click=${ctrl.edit}>${words().edit}</button>
            <p class="hint">${words().editHint}</p>
          </div>`
        : nothing
    }
  </section>
`;

/** Who calls the customer does so by a click on a phone. */
const phone = (ctrl: ConsultationPage, consultation: Consultation): TemplateResult =>
  ctrl.mine
    ? html`${consultation.phone}`
    : html`<a href="tel:${consultation.phone.replaceAll(/[^\d+]/g, "")}">${consultation.phone}</a>`;

const nameOf = (id: string | null, name: string | undefined, none: string): string =>
  id === null ? none : (name ?? words().chosen);

const edit = (ctrl: ConsultationPage): TemplateResult | typeof nothing => {
  if (ctrl.editing === undefined) return nothing;
  const { conflict, form } = ctrl.editing;
  return html`
    <section class="section" aria-labelledby="edit">
      <h2 id="edit">${words().edit}</h2>
      ${conflict === undefined ? editForm(form, ctrl.stopEditing) : conflictChoice(conflict)}
    </section>
  `;
};

const editForm = (form: Form<EditValues>, cancel: () => void): TemplateResult =>
  formView(form, {
    fields: html`${textField(form, "phone", {
      type: "tel",
      inputmode: "tel",
      autocomplete: "tel",
      required: true,
      hint: requestWords().phoneHint,
    })}
    ${textArea(form, "content", { required: true, hint: requestWords().contentHint })}
    ${textField(form, "preferredDate", {
      type: "date",
      min: seoulDay(new Date()),
      hint: requestWords().dateHint,
    })}
    ${textField(form, "region", { list: regions, hint: requestWords().regionHint })}`,
    cancel,
  });
