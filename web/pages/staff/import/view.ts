import { html, nothing, type TemplateResult } from "lit-html";
import { guard } from "lit-html/directives/guard.js";
import type { ImportRow } from "../../../api/import-file.ts";
import { badge } from "../../../components/badges.ts";
import { failed } from "../../../components/states.ts";
import { language } from "../../../i18n/language.ts";
import { formatCount } from "../../../i18n/numbers.ts";
import { tile } from "../charts.ts";
import { isProblem, type Import } from "./ctrl.ts";
import { words } from "./texts.ts";

/** The import: drop a file, see what becomes of each row. */
export const view = (ctrl: Import): TemplateResult => html`
  <p class="lead">${words().lead}</p>
  ${ctrl.state === "running" ? nothing : dropZone(ctrl)}
  ${ctrl.state === "too large" ? html`<p class="alert warning" role="alert">${words().tooLarge}</p>` : nothing}
  ${ctrl.failure === undefined ? nothing : failed(ctrl.failure)}
  ${ctrl.state === "empty" || ctrl.state === "too large" ? nothing : report(ctrl)}
`;

const dropZone = (ctrl: Import): TemplateResult => html`
  <div
    class="drop"
    @dragover=${(event: DragEvent) => {
      event.preventDefault();
    }}
    @drop=${(event: DragEvent) => {
      event.preventDefault();
      void ctrl.take(event.dataTransfer?.files[0]);
    }}
  >
    <p>${words().drop}</p>
    <input
      id="file"
      class="unseen"
      type="file"
      accept=".json,.ndjson,.jsonl,application/json,application/x-ndjson"
      @change=${(event: Event) => {
        const input = event.target as HTMLInputElement;
        void ctrl.take(input.files?.[0]);
        // The same file again is a choice too.
        input.value = "";
      }}
    />
    <label for="file" class="button">${ctrl.state === "empty" ? words().choose : words().again}</label>
    <p class="hint">${words().kinds}</p>
  </div>
`;

const report = (ctrl: Import): TemplateResult => {
  const { state, counts, total, file } = ctrl;
  return html`
    <section class="section" aria-labelledby="report">
      <h2 id="report">${file}</h2>
      <p role="status">${progress(state, formatCount(total))}</p>
      ${
        state === "running"
          ? html`<div class="actions section-gap">
              <button type="button" class="button secondary" @click=${ctrl.stop}>${words().stop}</button>
            </div>`
          : nothing
      }
      <ul class="tiles section-gap">
        ${outcomes.map((outcome) => tile(words().outcome[outcome], formatCount(counts[outcome])))}
      </ul>
      ${rows(ctrl)}
    </section>
  `;
};

const progress = (state: Import["state"], rows: string): string => {
  if (state === "done") return words().done(rows);
  return state === "running" ? words().running(rows) : words().stopped;
};

const outcomes = ["created", "updated", "unchanged", "refused"] as const;

const rows = (ctrl: Import): TemplateResult => {
  const { onlyProblems, pieces, state } = ctrl;
  const shown = onlyProblems ? pieces.map((piece) => piece.filter(isProblem)) : pieces;
  const none = state !== "running" && shown.every((piece) => piece.length === 0);
  return html`
    <div class="field import-filter">
      <label for="show">${words().show}</label>
      <select
        id="show"
        class="input"
        @change=${(event: Event) => {
          ctrl.show((event.target as HTMLSelectElement).value === "problems");
        }}
      >
        <option value="all">${words().showAll}</option>
        <option value="problems">${words().showProblems}</option>
      </select>
    </div>
    ${none ? html`<p class="note">${words().noProblems}</p>` : nothing}
    <ol class="rows section-gap" aria-label=${words().rows}>
      ${pieces.map((piece, index) =>
        guard([piece, onlyProblems, language()], () => (shown[index] ?? []).map(row)),
      )}
    </ol>
  `;
};

const tones = { created: "success", updated: "info", unchanged: "neutral", refused: "danger" } as const;

const row = ({
  row: number,
  outcome,
  projectId,
  projectname,
  warnings,
  reasons,
}: ImportRow): TemplateResult => {
  const name = projectname ?? words().noName;
  const notes = [...reasons, ...warnings];
  return html`
    <li class="row import-row">
      <div class="row-head">
        ${badge(words().outcome[outcome], tones[outcome])}
        <span class="note">${words().row(formatCount(number))}</span>
      </div>
      <p>${projectId === undefined ? name : html`<a href="/staff/projects/${projectId}">${name}</a>`}</p>
      ${
        notes.length === 0
          ? nothing
          : html`<ul class="notes">
              ${notes.map((note) => html`<li>${note}</li>`)}
            </ul>`
      }
    </li>
  `;
};
