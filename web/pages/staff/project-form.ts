import type { z } from "zod";
import type { createProject, editProject, Project } from "../../../shared/contract/project.ts";
import { html, type TemplateResult } from "lit-html";
import { textArea, textField } from "../../components/fields.ts";
import { formView } from "../../components/form-view.ts";
import { openEditor, type Editor, type Version } from "../../components/editor.ts";
import { openForm, type Form, type Sent } from "../../components/form.ts";
import { texts } from "../../i18n/texts.ts";

const words = texts({
  ko: {
    labels: {
      projectname: "사업명",
      year: "연도",
      scale: "지원 규모",
      target: "지원 대상",
      host: "주관 기관",
      summary: "사업 개요",
      link: "공고 주소",
      expStartDate: "접수 예정일",
      endDate: "접수 마감일",
      periodText: "접수 기간 설명",
    },
    advice: {
      projectname: "연도를 뺀 사업명을 200자 이내로 입력해 주세요.",
      year: "2000부터 2100까지의 연도를 숫자 네 자리로 입력해 주세요.",
      scale: "500자 이내로 입력해 주세요.",
      target: "500자 이내로 입력해 주세요.",
      host: "200자 이내로 입력해 주세요.",
      summary: "10,000자 이내로 입력해 주세요.",
      link: "http:// 또는 https://로 시작하는 주소를 입력해 주세요.",
      expStartDate: "달력에 있는 날짜를 입력해 주세요.",
      endDate: "접수 예정일보다 늦은 날짜를 입력해 주세요.",
      periodText: "500자 이내로 입력해 주세요.",
    },
    nameHint: "연도를 빼고 입력하면 다음 해에도 같은 사업으로 이어집니다.",
    periodHint: "날짜로 쓸 수 없을 때 그대로 적습니다. 예: 예산 소진 시까지",
  },
  en: {
    labels: {
      projectname: "Project name",
      year: "Year",
      scale: "Support",
      target: "For",
      host: "Host",
      summary: "Summary",
      link: "Announcement",
      expStartDate: "Opens on",
      endDate: "Closes on",
      periodText: "Period in words",
    },
    advice: {
      projectname: "Enter the name without the year, at most 200 characters.",
      year: "Enter a year from 2000 to 2100.",
      scale: "At most 500 characters.",
      target: "At most 500 characters.",
      host: "At most 200 characters.",
      summary: "At most 10,000 characters.",
      link: "Enter an address that begins with http:// or https://.",
      expStartDate: "Enter a day of the calendar.",
      endDate: "Enter a day after the opening.",
      periodText: "At most 500 characters.",
    },
    nameHint: "Without the year, so that next year's is the same project.",
    periodHint: "For what is no date, as it was announced.",
  },
});

const optionalNames = [
  "scale",
  "target",
  "host",
  "summary",
  "link",
  "expStartDate",
  "endDate",
  "periodText",
] as const;
type Name = "projectname" | "year" | (typeof optionalNames)[number];
type Values = Record<Name, string>;

/** The form in which staff write a project. */
export type ProjectForm = Form<Values>;

/** The same for a project that is there. */
export type ProjectEditor = Editor<Values>;

/** What a project says, as a person types it. */
const valuesOf = (project: Project | undefined): Values => ({
  projectname: project?.projectname ?? "",
  year: project === undefined ? "" : String(project.year),
  scale: project?.scale ?? "",
  target: project?.target ?? "",
  host: project?.host ?? "",
  summary: project?.summary ?? "",
  link: project?.link ?? "",
  expStartDate: project?.expStartDate ?? "",
  endDate: project?.endDate ?? "",
  periodText: project?.periodText ?? "",
});

const yearOf = (typed: string): number | undefined => (typed.trim() === "" ? undefined : Number(typed));

type Create = Sent<z.output<typeof createProject>>;
type Edit = Sent<z.output<typeof editProject>>;

// The rules come when a form is opened, not with the page.
const contract = () => import("../../../shared/contract/project.ts");

/** A form for a new project. */
export const newProjectForm = (options: {
  year: number;
  send: (command: Create) => Promise<void>;
  redraw: () => void;
}): ProjectForm =>
  openForm<Values, Create>({
    id: "new-project",
    values: { ...valuesOf(undefined), year: String(options.year) },
    schema: async () => (await contract()).createProject as z.ZodType<Create>,
    command: (values) => ({
      projectname: values.projectname,
      year: yearOf(values.year),
      ...Object.fromEntries(
        optionalNames.filter((name) => values[name].trim() !== "").map((name) => [name, values[name]]),
      ),
    }),
    labels: () => words().labels,
    advice: () => words().advice,
    ...options,
  });

/** An edit of a project that is there: it sends what was changed, and null for what was emptied. */
export const projectEditor = (options: {
  begin: Version<Project>;
  read: () => Promise<Version<Project>>;
  write: (command: Edit, etag: string | undefined) => Promise<Version<Project>>;
  saved: (version: Version<Project>) => void;
  redraw: () => void;
}): ProjectEditor =>
  openEditor<Values, Edit, Project>({
    id: "edit-project",
    valuesOf,
    schema: async () => (await contract()).editProject as z.ZodType<Edit>,
    command: (values, changed) =>
      Object.fromEntries([...changed].map((name) => [name, editOf(name, values[name])])),
    labels: () => words().labels,
    advice: () => words().advice,
    show: (_name, value) => value,
    ...options,
  });

const editOf = (name: Name, typed: string): unknown => {
  if (name === "year") return yearOf(typed);
  // The name cannot be taken away: the contract says so, at its field.
  if (name === "projectname") return typed;
  return typed.trim() === "" ? null : typed;
};

/** The form, drawn. */
export const projectFormView = (form: ProjectForm, cancel: () => void): TemplateResult =>
  formView(form, {
    fields: html`${textField(form, "projectname", { required: true, hint: words().nameHint })}
      ${textField(form, "year", { required: true, inputmode: "numeric" })}
      <div class="field-pair">
        ${textField(form, "expStartDate", { type: "date" })} ${textField(form, "endDate", { type: "date" })}
      </div>
      ${textField(form, "periodText", { hint: words().periodHint })} ${textField(form, "host")}
      ${textField(form, "target")} ${textField(form, "scale")}
      ${textField(form, "link", { inputmode: "text" })} ${textArea(form, "summary", { rows: 4 })}`,
    cancel,
  });
