import { html, nothing, type TemplateResult } from "lit-html";
import type { LiveState } from "../../live/stream.ts";
import { alarmsView } from "./alarms-view.ts";
import { assignmentsView } from "./assignments-view.ts";
import type { Part, SalesmanPage } from "./ctrl.ts";
import { rejectDialog } from "./reject-view.ts";
import { words } from "./texts.ts";

/** The SalesmanPage: on a wide screen both parts, on a narrow one the one that is chosen. */
export const view = (ctrl: SalesmanPage): TemplateResult => html`
  ${liveNote(ctrl.live)}
  <div class="part-choice" role="group" aria-label=${words().parts}>
    ${choice(ctrl, "assignments", words().assignments, ctrl.assignments.lists.requested.items().length)}
    ${choice(ctrl, "alarms", words().alarms, ctrl.alarms.unread)}
  </div>
  <div class="salesman" data-part=${ctrl.part}>
    <section class="assignments" aria-labelledby="assignments">
      <h2 id="assignments">${words().assignments}</h2>
      ${assignmentsView(ctrl.assignments)}
    </section>
    <section class="alarms" aria-labelledby="alarms">${alarmsView(ctrl.alarms)}</section>
  </div>
  ${ctrl.assignments.rejecting === undefined ? nothing : rejectDialog(ctrl.assignments, ctrl.assignments.rejecting)}
`;

const liveNote = (live: LiveState): TemplateResult => html`
  <p class="live-note is-${live}" role="status">
    <span class="live-dot" aria-hidden="true"></span>${words().live[live]}
    ${live === "reconnecting" ? html`<span class="hint">${words().liveAdvice}</span>` : nothing}
  </p>
`;

const choice = (
  { part, show }: SalesmanPage,
  mine: Part,
  text: string,
  count: number,
): TemplateResult => html`
  <button
    type="button"
    class="button small ${part === mine ? "" : "secondary"}"
    aria-pressed=${part === mine ? "true" : "false"}
    @click=${() => {
      show(mine);
    }}
  >
    ${text}${count > 0 ? html` <span class="count">${count}</span>` : nothing}
  </button>
`;
