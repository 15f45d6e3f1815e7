import { html, type TemplateResult } from "lit-html";
import { checkField, textField } from "../../components/fields.ts";
import { formView } from "../../components/form-view.ts";
import type { Form } from "../../components/form.ts";
import type { InterestValues } from "./interest-editor.ts";
import { words } from "./texts.ts";

/** Phone and the two consents; `submit` is what its button says. */
export const interestForm = (
  form: Form<InterestValues>,
  submit: string,
  cancel: () => void,
): TemplateResult =>
  formView(form, {
    fields: html`${textField(form, "phone", {
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
      </fieldset>`,
    submit: submit,
    cancel,
  });
