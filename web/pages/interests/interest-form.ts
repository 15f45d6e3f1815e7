import { html, type TemplateResult } from "lit-html";
import { checkField, errorSummary, textField } from "../../components/fields.ts";
import type { Form } from "../../components/form.ts";
import type { InterestValues } from "./interest-editor.ts";
import { words } from "./texts.ts";

/** Phone and the two consents; `submit` is what its button says. */
export const interestForm = (
  form: Form<InterestValues>,
  submit: string,
  cancel: () => void,
): TemplateResult => html`
  <form
    class="form"
    novalidate
    @submit=${(event: Event) => {
      event.preventDefault();
      void form.submit();
    }}
  >
    ${errorSummary(form)}
    ${textField(form, "phone", {
      type: "tel",
      inputmode: "tel",
      autocomplete: "tel",
      required: true,
      hint: words().phoneHint,
    })}
    <fieldset>
      <legend class="legend">${words().consentLegend}</legend>
      <p class="hint">${words().consentLead}</p>
      ${checkField(form, "adConsent", { hint: words().adHint })}
      ${checkField(form, "nightConsent", { hint: words().nightHint })}
    </fieldset>
    <div class="actions">
      <button class="button" aria-disabled=${form.busy ? "true" : "false"}>${submit}</button>
      <button type="button" class="button secondary" @click=${cancel}>${words().cancel}</button>
    </div>
  </form>
`;
