import { html, nothing, type TemplateResult } from "lit-html";
import type { Consultation, Step } from "../../../shared/contract/consultation.ts";
import { Refused } from "../../api/problem.ts";
import { listView, type PagedList } from "../../components/paged-list.ts";
import { empty, failed, skeleton } from "../../components/states.ts";
import { stepIndicator } from "../../components/step-indicator.ts";
import { formatDay, formatInstant } from "../../i18n/dates.ts";
import { isStep, stepWord } from "../../i18n/words.ts";
import { endSteps, openSteps, type Assignments, type Deed, type EndStep } from "./assignments.ts";
import { words } from "./texts.ts";
import { waitingSince } from "./waiting.ts";

/** What is to be done, what waits longest first, and below it what is over. */
export const assignmentsView = (assignments: Assignments): TemplateResult =>
  openSteps.every((step) => isKnown(assignments.lists[step])) ? steps(assignments) : skeleton();

/** One after the other, the lists would push each other down. */
const isKnown = ({ state, pages }: PagedList<Consultation>): boolean =>
  state !== "loading" || pages.length > 0;

const steps = (assignments: Assignments): TemplateResult => html`
  ${openSteps.map(
    (step) => html`
      <section class="step-group" aria-labelledby="step-${slug(step)}">
        <h3 id="step-${slug(step)}" tabindex="-1">${words().steps[step]}</h3>
        ${listView(assignments.lists[step], {
          label: words().steps[step],
          keyOf: ({ consultationId }) => consultationId,
          row: (consultation) => row(assignments, consultation),
          empty: () => html`<p class="note">${words().none[step]}</p>`,
          shownWith: shownWith(assignments, assignments.lists[step]),
        })}
      </section>
    `,
  )}
  ${endedView(assignments)}
`;

const slug = (step: Step): string => step.replace(" ", "-");

/** Rows show what is under way and what failed: they are drawn again when that changes. */
const shownWith = (assignments: Assignments, list: PagedList<Consultation>): unknown[] =>
  list
    .items()
    .flatMap(({ consultationId }) => [
      assignments.isBusy(consultationId),
      assignments.failureOf(consultationId),
    ]);

const endedView = (assignments: Assignments): TemplateResult => {
  const { ended } = assignments;
  if (ended === undefined) {
    return html`<p class="show-ended">
      <button
        type="button"
        class="button secondary"
        @click=${() => {
          assignments.showEnded("success");
        }}
      >
        ${words().showEnded}
      </button>
    </p>`;
  }
  return html`
    <section class="step-group" aria-labelledby="ended">
      <h3 id="ended">${words().ended}</h3>
      <div class="filters">
        <div class="field">
          <label for="ended-step">${words().endedStep}</label>
          <select
            id="ended-step"
            class="input"
            @change=${(event: Event) => {
              assignments.showEnded((event.target as HTMLSelectElement).value as EndStep);
            }}
          >
            ${endSteps.map((step) => html`<option value=${step} ?selected=${step === ended.step}>${stepWord(step)}</option>`)}
          </select>
        </div>
      </div>
      ${listView(ended.list, {
        label: words().ended,
        keyOf: ({ consultationId }) => consultationId,
        row: (consultation) => row(assignments, consultation),
        empty: () => empty(words().noneEnded, ""),
        shownWith: [ended.step],
      })}
    </section>
  `;
};

const row = (assignments: Assignments, consultation: Consultation): TemplateResult => {
  const { consultationId, projectname, customername, phone, content, requestedAt, step } = consultation;
  const failure = assignments.failureOf(consultationId);
  return html`
    <article class="assignment" aria-labelledby="of-${consultationId}">
      <div class="row-line">
        <div>
          <h4 class="row-title" id="of-${consultationId}">
            <a href="/consultations/${consultationId}">${projectname}</a>
          </h4>
          <p class="who-line">
            <strong>${customername}</strong>
            <a class="phone" href="tel:${phone.replaceAll(/[^\d+]/g, "")}">${phone}</a>
            ${step === "requested" ? html`<span class="note">${waited(requestedAt)}</span>` : nothing}
          </p>
        </div>
        <div class="row-steps">${stepIndicator(step)}</div>
      </div>
      <p class="kept request">${content}</p>
      ${facts(consultation)} ${failure === undefined ? nothing : html`${failed(failure)}${possible(failure)}`}
      ${deeds(assignments, consultation)}
    </article>
  `;
};

const waited = (requestedAt: string): string => {
  const { unit, count } = waitingSince(requestedAt, new Date());
  return count === 0 ? words().justAsked : words().waits(words()[unit](count));
};

const facts = ({ requestedAt, preferredDate, region }: Consultation): TemplateResult => html`
  <dl class="facts">
    <dt>${words().requestedAt}</dt>
    <dd>${formatInstant(requestedAt)}</dd>
    ${
      preferredDate === undefined
        ? nothing
        : html`<dt>${words().preferredDate}</dt>
            <dd>${formatDay(preferredDate)}</dd>`
    }
    ${
      region === undefined
        ? nothing
        : html`<dt>${words().region}</dt>
            <dd>${region}</dd>`
    }
  </dl>
`;

/** The steps that the API says are possible, when it refused another. */
const possible = (failure: unknown): TemplateResult | typeof nothing => {
  if (!(failure instanceof Refused) || failure.problem.possible === undefined) return nothing;
  const steps = failure.problem.possible.filter(isStep).map(stepWord);
  return html`<p class="note">
    ${words().possible(steps.length === 0 ? words().noStep : steps.join(", "))}
  </p>`;
};

const deeds = (assignments: Assignments, consultation: Consultation): TemplateResult | typeof nothing => {
  const { customername, consultationId } = consultation;
  const isBusy = assignments.isBusy(consultationId);
  const button = (text: string, look: string, work: () => void): TemplateResult => html`
    <button
      type="button"
      class="button ${look}"
      aria-label=${words().of(text, customername)}
      aria-disabled=${isBusy ? "true" : "false"}
      @click=${() => {
        if (!isBusy) work();
      }}
    >
      ${text}
    </button>
  `;
  const act = (deed: Deed) => (): void => {
    assignments.act(consultation, deed);
  };
  const actions = (): TemplateResult | typeof nothing => {
    switch (consultation.step) {
      case "requested":
        return html`${button(words().accept, "", act({ do: "accept" }))}
        ${button(words().reject, "secondary", () => {
          assignments.askReject(consultation);
        })}`;
      case "accepted":
        return button(words().start, "", act({ do: "progress", step: "in progress" }));
      case "in progress":
        return html`${button(words().success, "", act({ do: "progress", step: "success" }))}
        ${button(words().fail, "danger", act({ do: "progress", step: "fail" }))}`;
      case "canceled":
      case "success":
      case "fail":
        return nothing;
    }
  };
  const drawn = actions();
  return drawn === nothing ? nothing : html`<div class="actions">${drawn}</div>`;
};
