import type { TemplateResult } from "lit-html";
import type { App } from "./app.ts";

/** One step of the way to this page. The last one is the page itself and has no `href`. */
export type Crumb = { text: string; href?: string };

/** A page that is open. The shell draws the trail and the heading; `title` and `trail` follow the language. */
export type Page = {
  title: () => string;
  /** Between the service's name and this page; none for a page of the first level. */
  trail?: () => Crumb[];
  view: () => TemplateResult;
  /** Ends what the page began: polls, streams, observers. */
  close?: () => void;
};

/** What the address says: `params` from the path (`:name`), `query` from behind the question mark. */
export type Address = { params: Readonly<Record<string, string>>; query: URLSearchParams };

/** Opens a page: makes its state, starts its first requests, answers how it is drawn. */
export type OpenPage = (app: App, address: Address) => Page;
