import { html, nothing, type TemplateResult } from "lit-html";
import type { Failure } from "../api/problem.ts";
import { common } from "../i18n/common.ts";
import { formatInstant } from "../i18n/dates.ts";
import { tell } from "../i18n/failures.ts";

// What a part of a page shows while there is nothing to show.

/** The shape of what is being loaded, read out as "loading". */
export const skeleton = (rows = 3): TemplateResult => html`
  <div class="skeleton" role="status">
    <span class="unseen">${common().loading}</span>
    ${Array.from({ length: rows }, () => html`<div class="skeleton-row" aria-hidden="true"></div>`)}
  </div>
`;

/** Nothing there yet: what that means, and what to do about it. */
export const empty = (title: string, advice: string, action?: TemplateResult): TemplateResult => html`
  <div class="empty">
    <p class="empty-title">${title}</p>
    <p>${advice}</p>
    ${action ?? nothing}
  </div>
`;

/** A request failed: what, why and what to do; `retry` asks again. */
export const failed = (failure: Failure, retry?: () => void): TemplateResult => {
  const { title, advice } = tell(failure);
  return html`
    <div class="alert danger" role="alert">
      <p><strong>${title}</strong> ${advice}</p>
      ${
        retry === undefined
          ? nothing
          : html`<button type="button" class="button small secondary" @click=${retry}>
              ${common().retry}
            </button>`
      }
    </div>
  `;
};

// Younger than this a view is as good as the truth.
const oldAfterMs = 10_000;

/** When what is shown is of, once it is so old that people should know. */
export const asOfNote = (asOf: string | undefined, now: Date): TemplateResult | typeof nothing => {
  if (asOf === undefined || now.getTime() - Date.parse(asOf) < oldAfterMs) return nothing;
  return html`<p class="note">${common().asOf(formatInstant(asOf))}</p>`;
};
