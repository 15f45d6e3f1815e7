import { html, nothing, type TemplateResult } from "lit-html";
import type { App } from "../app.ts";
import { common } from "../i18n/common.ts";
import { language } from "../i18n/language.ts";
import { roleWord } from "../i18n/words.ts";
import type { Crumb } from "../page.ts";
import { isDark } from "../theme.ts";
import { places } from "./navigation.ts";
import { words } from "./texts.ts";

/** What the shell draws around the page. */
export type Frame = {
  title: string;
  trail: readonly Crumb[];
  body: TemplateResult;
  path: string;
  offline: boolean;
  switchTheme: () => void;
  switchLanguage: () => void;
  signIn: () => void;
  signOut: () => void;
  toasts: TemplateResult;
};

/** The whole document body. */
export const shell = (app: App, frame: Frame): TemplateResult => html`
  <a class="skip-link" href="#main">${words().skip}</a>
  ${header(app, frame)} ${banners(app, frame)}
  <main id="main" class="page" tabindex="-1">
    ${frame.trail.length === 0 ? nothing : trail(frame.trail, frame.title)}
    <h1 id="heading" tabindex="-1">${frame.title}</h1>
    ${frame.body}
  </main>
  <footer class="footer"><p>${words().footer}</p></footer>
  ${frame.toasts}
`;

const header = (app: App, frame: Frame): TemplateResult => {
  const shown = places.filter(({ role }) => app.session.has(role));
  return html`
    <header class="header">
      <div class="header-row">
        <a class="brand" href="/"> <strong>${common().service}</strong><span>${common().tagline}</span> </a>
        <div class="header-tools" role="group" aria-label=${words().settings}>
          ${account(app, frame)}
          <button
            type="button"
            class="tool"
            lang=${language() === "ko" ? "en" : "ko"}
            @click=${frame.switchLanguage}
          >
            ${words().otherLanguage}
          </button>
          <button type="button" class="tool" @click=${frame.switchTheme}>
            ${isDark() ? words().toLight : words().toDark}
          </button>
        </div>
      </div>
      ${
        shown.length === 0
          ? nothing
          : html`<nav class="main-menu" aria-label=${words().mainMenu}>
              <ul>
                ${shown.map(
                  ({ path, text, alone = false }) =>
                    html`<li>
                      <a href=${path} aria-current=${isWithin(frame.path, path, alone) ? "page" : nothing}
                        >${text()}</a
                      >
                    </li>`,
                )}
              </ul>
            </nav>`
      }
    </header>
  `;
};

const isWithin = (path: string, place: string, alone: boolean): boolean =>
  path === place || (!alone && path.startsWith(`${place}/`));

const account = ({ session }: App, { signIn, signOut }: Frame): TemplateResult => {
  const person = session.person();
  if (person === undefined) {
    return html`<button type="button" class="tool" @click=${signIn}>${words().signIn}</button>`;
  }
  const role = person.roles.map(roleWord).join(", ");
  return html`
    <span class="who">${words().person(person.name, role)}</span>
    <button type="button" class="tool" @click=${signOut}>${words().signOut}</button>
  `;
};

const banners = ({ session }: App, { offline, signIn }: Frame): TemplateResult => html`
  <div class="banners" role="status">
    ${
      offline
        ? html`<p class="banner"><strong>${words().offlineTitle}</strong> ${words().offlineAdvice}</p>`
        : nothing
    }
    ${
      session.ended()
        ? html`<p class="banner">
            <strong>${words().endedTitle}</strong> ${words().endedAdvice}
            <button type="button" class="button small" @click=${signIn}>${words().signInAgain}</button>
          </p>`
        : nothing
    }
  </div>
`;

const trail = (crumbs: readonly Crumb[], title: string): TemplateResult => html`
  <nav class="trail" aria-label=${words().trail}>
    <ol>
      ${crumbs.map(({ text, href }) => html`<li>${href === undefined ? text : html`<a href=${href}>${text}</a>`}</li>`)}
      <li aria-current="page">${title}</li>
    </ol>
  </nav>
`;
