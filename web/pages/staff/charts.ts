import { html, nothing, svg, type TemplateResult } from "lit-html";
import type { Step } from "../../../shared/contract/consultation.ts";
import type { components } from "../../api/schema.d.ts";
import { texts } from "../../i18n/texts.ts";
import { formatDay } from "../../i18n/dates.ts";
import { formatCount } from "../../i18n/numbers.ts";
import { stepsInOrder, stepWord } from "../../i18n/words.ts";

// Plain SVG: sizes are attributes (the content security policy allows no inline style), colours are classes, and each chart
// has its numbers as text beside it, for those who do not see it and those who want to know exactly.

type Day = components["schemas"]["DayFigures"];

const words = texts({
  ko: {
    steps: "단계별 상담",
    noConsultations: "아직 상담이 없습니다.",
    days: "날짜별 추이",
    interests: "새 관심",
    requested: "새 상담",
    success: "성공",
    sent: "보낸 문자",
    table: "표로 보기",
    day: "날짜",
    most: (count: string) => `하루 최대 ${count}건`,
    nothingYet: "이 기간에는 기록이 없습니다.",
    cases: (count: string) => `${count}건`,
  },
  en: {
    steps: "Consultations by step",
    noConsultations: "No consultation yet.",
    days: "Day by day",
    interests: "New interests",
    requested: "New consultations",
    success: "Successes",
    sent: "SMS sent",
    table: "As a table",
    day: "Day",
    most: (count: string) => `at most ${count} a day`,
    nothingYet: "Nothing in these days.",
    cases: (count: string) => count,
  },
});

/** One number that is read at a glance. */
export const tile = (name: string, value: string, href?: string): TemplateResult => html`
  <li class="tile">
    <p class="tile-name">${href === undefined ? name : html`<a href=${href}>${name}</a>`}</p>
    <p class="tile-value">${value}</p>
  </li>
`;

const classOf = (name: string): string => `mark-${name.replace(" ", "-")}`;

/** Consultations by step, as one bar with its legend. */
export const stepBar = (counts: Record<Step, number>): TemplateResult => {
  const total = stepsInOrder.reduce((sum, step) => sum + counts[step], 0);
  if (total === 0) return html`<p class="note">${words().noConsultations}</p>`;
  let left = 0;
  const parts = stepsInOrder.map((step) => {
    const width = (counts[step] / total) * 100;
    const part = svg`<rect class=${classOf(step)} x=${left} y="0" width=${width} height="8"></rect>`;
    left += width;
    return part;
  });
  return html`
    <figure class="chart">
      <figcaption>${words().steps}</figcaption>
      <svg class="step-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>
      <ul class="legend">
        ${stepsInOrder.map(
          (step) =>
            html`<li>
              ${key(classOf(step))} ${stepWord(step)}
              <strong>${words().cases(formatCount(counts[step]))}</strong>
            </li>`,
        )}
      </ul>
    </figure>
  `;
};

const key = (name: string): TemplateResult => html`
  <svg class="key" viewBox="0 0 12 12" aria-hidden="true">
    <rect class=${name} width="12" height="12" rx="2"></rect>
  </svg>
`;

const series = ["interests", "requested", "success", "sent"] as const;

/** What happened day by day: a small chart for each thing, all on the same days, and the numbers as a table. */
export const dayChart = (days: readonly Day[]): TemplateResult => html`
  <figure class="chart">
    <figcaption>${words().days}</figcaption>
    <div class="small-charts">${series.map((name) => bars(name, days))}</div>
    <details>
      <summary>${words().table}</summary>
      ${table(days)}
    </details>
  </figure>
`;

const bars = (name: (typeof series)[number], days: readonly Day[]): TemplateResult => {
  const most = Math.max(...days.map((day) => Math.max(0, day[name])), 0);
  const total = days.reduce((sum, day) => sum + day[name], 0);
  const width = 100 / Math.max(1, days.length);
  return html`
    <div class="small-chart">
      <p>${words()[name]} <strong>${words().cases(formatCount(total))}</strong></p>
      <svg viewBox="0 0 100 32" preserveAspectRatio="none" aria-hidden="true">
        <line class="axis" x1="0" x2="100" y1="31.5" y2="31.5"></line>
        ${days.map((day, index) => {
          const height = most === 0 ? 0 : (Math.max(0, day[name]) / most) * 30;
          return height === 0
            ? nothing
            : svg`<rect class=${classOf(name)} x=${index * width + width * 0.1} y=${31 - height} width=${width * 0.8} height=${height}></rect>`;
        })}
      </svg>
      <p class="note">${most === 0 ? words().nothingYet : words().most(formatCount(most))}</p>
    </div>
  `;
};

const table = (days: readonly Day[]): TemplateResult => html`
  <div class="table-scroll" tabindex="0" role="region" aria-label=${words().days}>
    <table class="table">
      <thead>
        <tr>
          <th scope="col">${words().day}</th>
          ${series.map((name) => html`<th scope="col" class="number">${words()[name]}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${days.toReversed().map(
          (day) =>
            html`<tr>
              <th scope="row">${formatDay(day.date)}</th>
              ${series.map((name) => html`<td class="number">${formatCount(day[name])}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>
`;
