import { html, nothing, type TemplateResult } from "lit-html";
import type { Consultation } from "../../../../shared/contract/consultation.ts";
import { badge } from "../../../components/badges.ts";
import { onSubmit } from "../../../components/form-view.ts";
import { isSettled, resourceView } from "../../../components/resource.ts";
import { failed } from "../../../components/states.ts";
import { stepIndicator } from "../../../components/step-indicator.ts";
import { formatDay, formatInstant } from "../../../i18n/dates.ts";
import type { Match, StaffConsultation } from "./ctrl.ts";
import { words } from "./texts.ts";

/** One consultation, for staff: what is asked, who serves it and why, and the choice by hand. */
export const view = (ctrl: StaffConsultation): TemplateResult => html`
  ${resourceView(ctrl.consultation, request)}
  ${
    isSettled(ctrl.consultation)
      ? html`<section class="section" aria-labelledby="match">
          <h2 id="match">${words().match}</h2>
          ${resourceView(ctrl.match, (match) => served(match, ctrl))}
        </section>`
      : nothing
  }
`;

const request = (consultation: Consultation): TemplateResult => html`
  ${stepIndicator(consultation.step)}
  <dl class="facts section-gap">
    ${fact(words().customer, consultation.customername)}
    <dt>${words().phone}</dt>
    <dd><a href="tel:${consultation.phone}">${consultation.phone}</a></dd>
    ${fact(words().requestedAt, formatInstant(consultation.requestedAt))}
    ${fact(
      words().preferred,
      consultation.preferredDate === undefined ? undefined : formatDay(consultation.preferredDate),
    )}
    ${fact(words().region, consultation.region)}
  </dl>
  <h2>${words().content}</h2>
  <p class="narrow text section-gap">${consultation.content}</p>
`;

const fact = (name: string, value: string | undefined): TemplateResult => html`
  <dt>${name}</dt>
  <dd>${value ?? words().none}</dd>
`;

const served = (match: Match, ctrl: StaffConsultation): TemplateResult => {
  if (match === null) {
    return html`
      <p>${words().noMatch}</p>
      <button type="button" class="button secondary small" @click=${ctrl.reload}>${words().reload}</button>
    `;
  }
  const isOpen = match.state !== "closed" && !match.accepted;
  return html`
    <p class="row-head">
      ${badge(words().state[match.state], match.state === "escalated" ? "danger" : "info")}
      <span
        >${words().salesman}:
        <strong>${match.salesmanname ?? match.salesmanId ?? words().nobody}</strong></span
      >
    </p>
    ${isOpen ? byHand(ctrl) : nothing}
    <ol class="attempts">
      ${match.attempts.toReversed().map((one) => html`<li class="card">${attempt(one)}</li>`)}
    </ol>
  `;
};

const byHand = (ctrl: StaffConsultation): TemplateResult => html`
  <form
    class="filters section-gap"
    aria-label=${words().assign}
    @submit=${onSubmit(() => void ctrl.assign())}
  >
    ${resourceView(
      ctrl.roster,
      (people) => html`
        <div class="field wide">
          <label for="salesman">${words().assignTo}</label>
          <select
            id="salesman"
            class="input"
            .value=${ctrl.chosen}
            @change=${(event: Event) => {
              ctrl.choose((event.target as HTMLSelectElement).value);
            }}
          >
            <option value="">${words().choose}</option>
            ${people
              .filter(({ kind }) => kind === "salesman")
              .map(
                ({ salesmanId, name, load, capacity }) =>
                  html`<option value=${salesmanId} ?disabled=${load >= capacity}>
                    ${words().person2(name, load, capacity)}
                  </option>`,
              )}
          </select>
        </div>
        <button class="button" ?disabled=${ctrl.chosen === "" || ctrl.busy}>${words().assignButton}</button>
      `,
      1,
    )}
  </form>
  ${ctrl.failure === undefined ? nothing : failed(ctrl.failure)}
`;

type Attempt = NonNullable<Match>["attempts"][number];

const attempt = (one: Attempt): TemplateResult => html`
  <h3>${words().attempt(one.number, formatInstant(one.at))}</h3>
  <p class="row-head">
    ${badge(words().outcome[one.outcome], one.outcome === "accepted" ? "success" : "neutral")}
    ${one.byHand === null ? nothing : badge(words().byHand, "info")}
    ${one.because === null ? nothing : html`<span>${one.because}</span>`}
  </p>
  ${
    one.reasons.length === 0
      ? nothing
      : html`<h4>${words().reasons}</h4>
          <ul class="notes">
            ${one.reasons.map(({ text }) => html`<li>${text}</li>`)}
          </ul>`
  }
  ${
    one.considered.length === 0
      ? nothing
      : html`<details>
          <summary>${words().others}</summary>
          <div class="table-scroll" tabindex="0" role="region" aria-label=${words().others}>
            <table class="table">
              <thead>
                <tr>
                  <th scope="col">${words().person}</th>
                  <th scope="col">${words().why}</th>
                  <th scope="col" class="number">${words().load}</th>
                </tr>
              </thead>
              <tbody>
                ${one.considered.map(
                  ({ salesmanId, name, text, load, capacity }) =>
                    html`<tr>
                      <th scope="row">${name ?? salesmanId}</th>
                      <td>${text}</td>
                      <td class="number">${load}/${capacity}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>
          ${one.others === 0 ? nothing : html`<p class="note">${words().moreOthers(one.others)}</p>`}
        </details>`
  }
`;
