import { html, type TemplateResult } from "lit-html";
import type { Consultation, HandBackReason } from "../../../shared/contract/consultation.ts";
import { dialog } from "../../components/dialog.ts";
import { common } from "../../i18n/common.ts";
import type { Assignments } from "./assignments.ts";
import { words } from "./texts.ts";

const reasons: readonly HandBackReason[] = ["not my field", "not my region", "no time"];

/** Asks why: a reason hands the consultation over, without one it is canceled. */
export const rejectDialog = (assignments: Assignments, consultation: Consultation): TemplateResult =>
  dialog({
    title: words().rejectTitle,
    close: assignments.stopRejecting,
    body: html`
      <form
        class="form"
        @submit=${(event: Event) => {
          event.preventDefault();
          const chosen = new FormData(event.target as HTMLFormElement).get("reason");
          const reason = reasons.find((one) => one === chosen);
          assignments.act(consultation, { do: "reject", ...(reason !== undefined && { reason }) });
        }}
      >
        <p>${consultation.projectname} · ${consultation.customername}</p>
        <fieldset>
          <legend class="legend">${words().rejectLead}</legend>
          ${reasons.map((reason, index) => choice(reason, words().reasons[reason], index === 0))}
          ${choice("cancel", words().cancelReason, false)}
        </fieldset>
        <div class="actions">
          <button class="button danger">${words().rejectSend}</button>
          <button type="button" class="button secondary" @click=${assignments.stopRejecting}>
            ${common().cancel}
          </button>
        </div>
      </form>
    `,
  });

const choice = (value: string, text: string, isFirst: boolean): TemplateResult => {
  const id = `reason-${value.replaceAll(" ", "-")}`;
  return html`
    <div class="choice">
      <input id=${id} type="radio" name="reason" value=${value} required ?checked=${isFirst} />
      <label for=${id}>${text}</label>
    </div>
  `;
};
