import { html, nothing, type TemplateResult } from "lit-html";
import type { z } from "zod";
import type {
  editSalesmanProfile,
  registerSalesman,
  Salesman,
} from "../../../../shared/contract/salesman.ts";
import { checkField, selectField, textField } from "../../../components/fields.ts";
import { formView } from "../../../components/form-view.ts";
import { openForm, type Form, type Sent } from "../../../components/form.ts";
import { words } from "./texts.ts";

type Values = {
  salesmanId: string;
  name: string;
  phone: string;
  kind: string;
  specialties: string;
  regions: string;
  capacity: string;
  available: boolean;
  from: string;
  to: string;
};

/** The form of a person on the roster. */
export type SalesmanForm = Form<Values>;

const empty: Values = {
  salesmanId: "",
  name: "",
  phone: "",
  kind: "salesman",
  specialties: "",
  regions: "",
  capacity: "10",
  available: true,
  from: "09:00",
  to: "18:00",
};

const valuesOf = (person: Salesman): Values => ({
  salesmanId: person.salesmanId,
  name: person.name,
  phone: person.phone,
  kind: person.kind,
  specialties: person.specialties.join(", "),
  regions: person.regions.join(", "),
  capacity: String(person.capacity),
  available: person.available,
  from: person.workingHours.from,
  to: person.workingHours.to,
});

const listOf = (typed: string): string[] =>
  typed
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

const profileOf = (values: Values, days: readonly number[]) => ({
  name: values.name,
  phone: values.phone,
  specialties: listOf(values.specialties),
  regions: listOf(values.regions),
  capacity: values.capacity.trim() === "" ? undefined : Number(values.capacity),
  available: values.available,
  workingHours: { days: [...days], from: values.from, to: values.to },
});

const said = {
  labels: () => words().labels,
  advice: () => words().advice,
  // The contract has the hours as one thing, the form as two.
  fieldOf: (path: string) =>
    path.startsWith("workingHours") ? (path.endsWith("from") ? "from" : "to") : path,
};

// The rules come when a form is opened, not with the page.
const contract = () => import("../../../../shared/contract/salesman.ts");

type Register = Sent<z.output<typeof registerSalesman>>;
type Edit = Sent<z.output<typeof editSalesmanProfile>>;

const weekdays = [1, 2, 3, 4, 5];

/** A form for somebody new. */
export const newSalesmanForm = (options: {
  send: (command: Register) => Promise<void>;
  redraw: () => void;
}): SalesmanForm =>
  openForm<Values, Register>({
    id: "new-salesman",
    values: empty,
    schema: async () => (await contract()).registerSalesman,
    command: (values) => ({
      salesmanId: values.salesmanId.trim(),
      kind: values.kind,
      ...profileOf(values, weekdays),
    }),
    ...said,
    ...options,
  });

/** A form for somebody on the roster; the days of work stay as they are. */
export const editSalesmanForm = (
  person: Salesman,
  options: { send: (command: Edit) => Promise<void>; redraw: () => void },
): SalesmanForm =>
  openForm<Values, Edit>({
    id: "edit-salesman",
    values: valuesOf(person),
    schema: async () => (await contract()).editSalesmanProfile as z.ZodType<Edit>,
    command: (values) => profileOf(values, person.workingHours.days),
    ...said,
    ...options,
  });

/** The form, drawn. */
export const salesmanFormView = (
  form: SalesmanForm,
  { isNew, cancel }: { isNew: boolean; cancel: () => void },
): TemplateResult =>
  formView(form, {
    fields: html`${
        isNew
          ? html`${textField(form, "salesmanId", { required: true, hint: words().hints.salesmanId })}
            ${selectField(form, "kind", [
              { value: "salesman", text: words().kind.salesman },
              { value: "consultant", text: words().kind.consultant },
            ])}`
          : nothing
      }
      ${textField(form, "name", { required: true })}
      ${textField(form, "phone", { required: true, type: "tel" })}
      ${textField(form, "specialties", { hint: words().hints.specialties })}
      ${textField(form, "regions", { hint: words().hints.regions })}
      ${textField(form, "capacity", { required: true, inputmode: "numeric" })}
      <div class="field-pair">
        ${textField(form, "from", { required: true })} ${textField(form, "to", { required: true })}
      </div>
      ${checkField(form, "available", { hint: words().hints.available })}`,
    cancel,
  });
