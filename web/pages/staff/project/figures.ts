import { html, type TemplateResult } from "lit-html";
import type { components } from "../../../api/schema.d.ts";
import { formatCount, formatShare } from "../../../i18n/numbers.ts";
import { dayChart, stepBar, tile } from "../charts.ts";
import { words } from "./texts.ts";

/** How one project goes: three numbers, the steps as one bar, and day by day. */
export const figures = (found: components["schemas"]["ProjectStatistics"] | null): TemplateResult => {
  if (found === null) return html`<p class="note">${words().notCounted}</p>`;
  const consultations = Object.values(found.consultations).reduce((sum, count) => sum + count, 0);
  return html`
    <ul class="tiles">
      ${tile(words().statInterested, words().people(formatCount(found.interested)))}
      ${tile(words().statConsultations, words().cases(formatCount(consultations)))}
      ${tile(words().statSuccess, formatShare(found.successRate, words().noRate))}
    </ul>
    ${stepBar(found.consultations)} ${dayChart(found.days)}
  `;
};
