import { html, nothing, type TemplateResult } from "lit-html";
import { common } from "../i18n/common.ts";
import { errorSummary } from "./fields.ts";
import type { Form } from "./form.ts";

/** A form's own answer to being submitted: the browser sends nothing itself. */
export const onSubmit =
  (act: () => void) =>
  (event: Event): void => {
    event.preventDefault();
    act();
  };

/** A form: what is wrong with it first, then its fields, then its buttons. */
export const formView = <V extends Record<string, string | boolean>>(
  form: Form<V>,
  {
    fields,
    submit = common().save,
    large = false,
    cancel,
    after = nothing,
  }: {
    fields: TemplateResult;
    /** What the button that sends it says. */
    submit?: string;
    large?: boolean;
    /** Leaves the form as it is; without it there is nothing to cancel. */
    cancel?: () => void;
    after?: TemplateResult | typeof nothing;
  },
): TemplateResult => html`
  <form class="form" novalidate @submit=${onSubmit(() => void form.submit())}>
    ${errorSummary(form)} ${fields}
    <div class="actions">
      <button class="button ${large ? "large" : ""}" aria-disabled=${form.busy ? "true" : "false"}>
        ${submit}
      </button>
      ${
        cancel === undefined
          ? nothing
          : html`<button type="button" class="button secondary" @click=${cancel}>${common().cancel}</button>`
      }
    </div>
    ${after}
  </form>
`;
