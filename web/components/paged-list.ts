import { html, nothing, type TemplateResult } from "lit-html";
import { guard } from "lit-html/directives/guard.js";
import { ref } from "lit-html/directives/ref.js";
import { repeat } from "lit-html/directives/repeat.js";
import type { Failure } from "../api/problem.ts";
import { common } from "../i18n/common.ts";
import { language } from "../i18n/language.ts";
import { openAsking, type Asking } from "./asking.ts";
import { failed, skeleton } from "./states.ts";

/** A page of a list, as the API answers it. */
export type ListPage<Item> = { items: Item[]; nextCursor: string | null; asOf?: string };

/** A list that grows as one scrolls. `pages` are kept apart so that a new one costs no drawing of the others. */
export type PagedList<Item> = {
  readonly pages: readonly (readonly Item[])[];
  readonly items: () => Item[];
  readonly state: Asking["state"];
  readonly failure: Failure | undefined;
  readonly hasMore: boolean;
  readonly asOf: string | undefined;
  /** From the beginning; what is shown stays until the new is there, unless `forget`. */
  reload: (how?: { forget?: boolean }) => Promise<void>;
  more: () => Promise<void>;
  /** Changes items in place: optimistic edits, and their taking back. */
  change: (edit: (item: Item) => Item | undefined) => void;
  close: () => void;
};

/** Opens a list and loads its first page. */
export const openList = <Item>(
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<ListPage<Item>>,
  redraw: () => void,
): PagedList<Item> => {
  const asking = openAsking(redraw);
  let pages: Item[][] = [];
  let next: string | null = null;
  let asOf: string | undefined;

  const ask = (cursor: string | undefined, take: (page: ListPage<Item>) => void): Promise<void> =>
    asking.ask(
      (signal) => load(cursor, signal),
      (page) => {
        take(page);
        next = page.nextCursor;
        asOf = page.asOf;
      },
    );

  const list: PagedList<Item> = {
    get pages() {
      return pages;
    },
    items: () => pages.flat(),
    get state() {
      return asking.state;
    },
    get failure() {
      return asking.failure;
    },
    get hasMore() {
      return next !== null;
    },
    get asOf() {
      return asOf;
    },
    reload: ({ forget = false } = {}) => {
      if (forget) {
        pages = [];
        next = null;
      }
      return ask(undefined, (page) => {
        pages = [page.items];
      });
    },
    more: async () => {
      if (next === null || asking.state === "loading") return;
      await ask(next, (page) => {
        pages = [...pages, page.items];
      });
    },
    change: (edit) => {
      pages = pages.map((page) => {
        const edited = page.map(edit).filter((item) => item !== undefined);
        const same = edited.length === page.length && edited.every((item, index) => item === page[index]);
        return same ? page : edited;
      });
      redraw();
    },
    close: asking.drop,
  };
  void list.reload();
  return list;
};

// From so many rows on it is worth not to draw a page that is far away. A short one would leave a gap until one is there.
const fullPage = 50;

/** How a list is drawn. `shownWith` are the other things that a row shows: rows are drawn again when one of them changes. */
export type ListView<Item> = {
  label: string;
  row: (item: Item) => TemplateResult;
  keyOf: (item: Item) => string;
  empty: () => TemplateResult;
  shownWith?: readonly unknown[];
};

/** The rows of a list with all its states, and the mark at which the next page is loaded. */
export const listView = <Item>(
  list: PagedList<Item>,
  { label, row, keyOf, empty, shownWith = [] }: ListView<Item>,
): TemplateResult => {
  const { pages, state, failure, hasMore } = list;
  const isEmpty = pages.every((page) => page.length === 0);
  if (isEmpty && state === "loading") return skeleton();
  return html`
    ${isEmpty && state === "ready" ? empty() : nothing}
    ${
      isEmpty
        ? nothing
        : html`<div
            class="rows"
            role="list"
            aria-label=${label}
            aria-busy=${state === "loading" ? "true" : "false"}
          >
            ${pages.map(
              (page) =>
                html`<div class="rows-page ${page.length < fullPage ? "" : "full"}">
                  ${guard([page, language(), ...shownWith], () =>
                    repeat(page, keyOf, (item) => html`<div class="row" role="listitem">${row(item)}</div>`),
                  )}
                </div>`,
            )}
          </div>`
    }
    ${failure === undefined ? nothing : failed(failure, () => void (hasMore ? list.more() : list.reload()))}
    ${
      hasMore && state === "ready"
        ? html`<p class="more" ${ref(whenSeen(list))}>
            <button type="button" class="button secondary" @click=${() => void list.more()}>
              ${common().more}
            </button>
          </p>`
        : nothing
    }
    ${!isEmpty && state === "loading" ? skeleton(1) : nothing}
  `;
};

const watchers = new WeakMap<object, (element: Element | undefined) => void>();

// Loaded before one gets there.
const ahead = "600px";

/** Loads the next page when the end of the list comes near. One function for each list, or lit would begin anew each time. */
const whenSeen = <Item>(list: PagedList<Item>): ((element: Element | undefined) => void) => {
  const known = watchers.get(list);
  if (known !== undefined) return known;
  let observer: IntersectionObserver | undefined;
  const watch = (element: Element | undefined): void => {
    observer?.disconnect();
    observer = undefined;
    if (element === undefined) return;
    observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) void list.more();
      },
      { rootMargin: ahead },
    );
    observer.observe(element);
  };
  watchers.set(list, watch);
  return watch;
};
