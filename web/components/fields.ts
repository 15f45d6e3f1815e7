import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { common } from "../i18n/common.ts";
import { tell } from "../i18n/failures.ts";
import { texts } from "../i18n/texts.ts";
import { summaryId, type Form } from "./form.ts";

const words = texts({
  ko: { summary: (count: number) => `고칠 항목이 ${count}개 있습니다.` },
  en: {
    summary: (count: number) =>
      count === 1 ? "One field needs a change." : `${count} fields need a change.`,
  },
});

/** Names of the fields of one kind of value. */
type NameOf<V, Kind> = { [Name in keyof V & string]: V[Name] extends Kind ? Name : never }[keyof V & string];

type FieldOptions = { required?: boolean; hint?: string };

type TextOptions = FieldOptions & {
  type?: "text" | "tel" | "date" | "search";
  autocomplete?: string;
  inputmode?: "tel" | "numeric" | "text";
  min?: string;
  list?: readonly string[];
};

type Texts = Record<string, string | boolean>;

/** What is wrong with the whole form, with a jump to each field. Takes the focus when there is something. */
export const errorSummary = <V extends Texts>(form: Form<V>): TemplateResult | typeof nothing => {
  const { wrong, failure } = form;
  if (wrong.size === 0 && failure === undefined) return nothing;
  const told = failure === undefined ? undefined : tell(failure);
  return html`
    <div class="alert danger" id=${summaryId(form.id)} tabindex="-1" role="alert">
      <p>
        ${
          told === undefined
            ? html`<strong>${words().summary(wrong.size)}</strong>`
            : html`<strong>${told.title}</strong> ${told.advice}`
        }
      </p>
      ${
        wrong.size === 0
          ? nothing
          : html`<ul>
              ${[...wrong].map(
                ([name, advice]) =>
                  html`<li>
                    <a href="#${fieldId(form, name)}" @click=${jumpTo(fieldId(form, name))}>${advice}</a>
                  </li>`,
              )}
            </ul>`
      }
    </div>
  `;
};

/** Takes the focus to a field without a trace in the address. */
const jumpTo =
  (id: string) =>
  (event: Event): void => {
    event.preventDefault();
    document.getElementById(id)?.focus();
  };

/** One line of text. */
export const textField = <V extends Texts>(
  form: Form<V>,
  name: NameOf<V, string>,
  { type = "text", autocomplete, inputmode, min, list, ...options }: TextOptions = {},
): TemplateResult =>
  field(form, name, options, (id, describedBy) => {
    const listId = list === undefined ? undefined : `${id}-list`;
    return html`
      <input
        id=${id}
        name=${name}
        type=${type}
        class="input"
        .value=${live(String(form.values[name]))}
        ?required=${options.required}
        autocomplete=${autocomplete ?? nothing}
        inputmode=${inputmode ?? nothing}
        min=${min ?? nothing}
        list=${listId ?? nothing}
        aria-invalid=${form.wrong.has(name) ? "true" : nothing}
        aria-describedby=${describedBy}
        @input=${(event: Event) => {
          form.set(name, (event.target as HTMLInputElement).value as V[typeof name]);
        }}
      />
      ${
        list === undefined
          ? nothing
          : html`<datalist id=${listId ?? nothing}>
              ${list.map((value) => html`<option value=${value}></option>`)}
            </datalist>`
      }
    `;
  });

/** Several lines of text. */
export const textArea = <V extends Texts>(
  form: Form<V>,
  name: NameOf<V, string>,
  { rows = 5, ...options }: FieldOptions & { rows?: number } = {},
): TemplateResult =>
  field(
    form,
    name,
    options,
    (id, describedBy) => html`
      <textarea
        id=${id}
        name=${name}
        class="input"
        rows=${rows}
        ?required=${options.required}
        .value=${live(String(form.values[name]))}
        aria-invalid=${form.wrong.has(name) ? "true" : nothing}
        aria-describedby=${describedBy}
        @input=${(event: Event) => {
          form.set(name, (event.target as HTMLTextAreaElement).value as V[typeof name]);
        }}
      ></textarea>
    `,
  );

/** One of a few. */
export const selectField = <V extends Texts>(
  form: Form<V>,
  name: NameOf<V, string>,
  choices: readonly { value: string; text: string }[],
  options: FieldOptions = {},
): TemplateResult =>
  field(
    form,
    name,
    options,
    (id, describedBy) => html`
      <select
        id=${id}
        name=${name}
        class="input"
        aria-invalid=${form.wrong.has(name) ? "true" : nothing}
        aria-describedby=${describedBy}
        @change=${(event: Event) => {
          form.set(name, (event.target as HTMLSelectElement).value as V[typeof name]);
        }}
      >
        ${choices.map(
          ({ value, text }) =>
            html`<option value=${value} .selected=${live(form.values[name] === value)}>${text}</option>`,
        )}
      </select>
    `,
  );

/** A tick with its explanation. */
export const checkField = <V extends Texts>(
  form: Form<V>,
  name: NameOf<V, boolean>,
  { hint, disabled = false }: { hint?: string; disabled?: boolean } = {},
): TemplateResult => {
  const id = fieldId(form, name);
  return html`
    <div class="check">
      <input
        id=${id}
        name=${name}
        type="checkbox"
        .checked=${live(form.values[name] === true)}
        ?disabled=${disabled}
        aria-describedby=${hint === undefined ? nothing : `${id}-hint`}
        @change=${(event: Event) => {
          form.set(name, (event.target as HTMLInputElement).checked as V[typeof name]);
        }}
      />
      <div>
        <label for=${id}>${form.label(name)}</label>
        ${hint === undefined ? nothing : html`<p class="hint" id="${id}-hint">${hint}</p>`}
      </div>
    </div>
  `;
};

const fieldId = <V extends Texts>(form: Form<V>, name: string): string => `${form.id}-${name}`;

/** Label, hint, control, and what is wrong, tied to each other. */
const field = <V extends Texts>(
  form: Form<V>,
  name: keyof V & string,
  { required = false, hint }: FieldOptions,
  control: (id: string, describedBy: string | typeof nothing) => TemplateResult,
): TemplateResult => {
  const id = fieldId(form, name);
  const wrong = form.wrong.get(name);
  const describedBy = [hint === undefined ? "" : `${id}-hint`, wrong === undefined ? "" : `${id}-wrong`]
    .filter((part) => part !== "")
    .join(" ");
  return html`
    <div class="field">
      <label for=${id}>
        ${form.label(name)} <span class="need">(${required ? common().required : common().optional})</span>
      </label>
      ${hint === undefined ? nothing : html`<p class="hint" id="${id}-hint">${hint}</p>`}
      ${control(id, describedBy === "" ? nothing : describedBy)}
      ${wrong === undefined ? nothing : html`<p class="wrong" id="${id}-wrong">${wrong}</p>`}
    </div>
  `;
};
