import { html, nothing, type TemplateResult } from "lit-html";
import { texts } from "../i18n/texts.ts";
import { statusWord } from "../i18n/words.ts";
import { onSubmit } from "./form-view.ts";

const words = texts({
  ko: { search: "사업명", status: "접수 상태", anyStatus: "전체", find: "검색" },
  en: { search: "Name", status: "Status", anyStatus: "All", find: "Search" },
});

/** The statuses to look for; "" is any. */
export const statusFilters = ["", "planned", "started", "ended"] as const;

export type StatusFilter = (typeof statusFilters)[number];

/** What projects are looked for by. */
export type ProjectSearch = {
  readonly text: string;
  readonly status: StatusFilter;
  setText: (text: string) => void;
  setStatus: (status: StatusFilter) => void;
  find: () => void;
};

/** The query of a search: what is not typed is not asked for. */
export const searchQuery = ({
  text,
  status,
}: Pick<ProjectSearch, "text" | "status">): { text?: string; status?: Exclude<StatusFilter, ""> } => ({
  ...(text.trim() !== "" && { text: text.trim() }),
  ...(status !== "" && { status }),
});

/** The search for projects; `more` are a page's own fields. */
export const projectFilters = (
  search: ProjectSearch,
  more: TemplateResult | typeof nothing = nothing,
): TemplateResult => html`
  <form class="filters" role="search" @submit=${onSubmit(search.find)}>
    <div class="field wide">
      <label for="text">${words().search}</label>
      <input
        id="text"
        class="input"
        type="search"
        .value=${search.text}
        @input=${(event: Event) => {
          search.setText((event.target as HTMLInputElement).value);
        }}
      />
    </div>
    <div class="field">
      <label for="status">${words().status}</label>
      <select
        id="status"
        class="input"
        @change=${(event: Event) => {
          const { value } = event.target as HTMLSelectElement;
          search.setStatus(statusFilters.find((status) => status === value) ?? "");
        }}
      >
        ${statusFilters.map(
          (status) => html`
            <option value=${status} ?selected=${status === search.status}>
              ${status === "" ? words().anyStatus : statusWord(status)}
            </option>
          `,
        )}
      </select>
    </div>
    ${more}
    <button class="button">${words().find}</button>
  </form>
`;
