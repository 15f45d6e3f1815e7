import { html, type TemplateResult } from "lit-html";
import { roleWord } from "../i18n/words.ts";
import type { Page } from "../page.ts";
import type { Role } from "../sign-in/person.ts";
import { skeleton } from "../components/states.ts";
import { words } from "./texts.ts";

// What is shown instead of a page.

const plain = (title: () => string, view: () => TemplateResult): Page => ({ title, view });

const home = (): TemplateResult => html`<p><a class="button" href="/">${words().goHome}</a></p>`;

/** While a page is loaded. */
export const loadingPage: Page = plain(() => words().loading, skeleton);

/** An address that nobody has. */
export const notFoundPage: Page = plain(
  () => words().notFoundTitle,
  () =>
    html`<p>${words().notFoundBody}</p>
      ${home()}`,
);

/** A page of another role. */
export const forbiddenPage = (roles: readonly Role[]): Page =>
  plain(
    () => words().forbiddenTitle,
    () =>
      html`<p>${words().forbiddenBody(roles.map(roleWord).join(", "))}</p>
        ${home()}`,
  );

/** A page for which one has to sign in. */
export const signInPage = (signIn: () => void): Page =>
  plain(
    () => words().signInTitle,
    () => html`
      <p>${words().signInBody}</p>
      <p><button type="button" class="button" @click=${signIn}>${words().signIn}</button></p>
    `,
  );

/** A page whose code did not come. */
export const brokenPage = (retry: () => void): Page =>
  plain(
    () => words().brokenTitle,
    () => html`
      <p>${words().brokenBody}</p>
      <p><button type="button" class="button" @click=${retry}>${words().goHome}</button></p>
    `,
  );
