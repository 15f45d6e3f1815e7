import { render } from "lit-html";
import { openApi } from "./api/client.ts";
import type { App } from "./app.ts";
import { readConfig, type Config } from "./config.ts";
import { chooseLanguage, language, restoreLanguage } from "./i18n/language.ts";
import type { Page } from "./page.ts";
import { isOurClick, matchRoute, type Route } from "./router.ts";
import { routes } from "./routes.ts";
import { brokenPage, forbiddenPage, loadingPage, notFoundPage, signInPage } from "./shell/plain-pages.ts";
import { words } from "./shell/texts.ts";
import { revealInTime, revealWithFont } from "./shell/reveal.ts";
import { openToasts } from "./shell/toasts.ts";
import { shell } from "./shell/view.ts";
import { openSession } from "./sign-in/session.ts";
import { restoreTheme, switchTheme } from "./theme.ts";

/** Opens the pages: from here on everything follows from clicks, addresses and answers. */
const start = (config: Config): void => {
  let page: Page = loadingPage;
  let opened = 0;
  let address = "";
  let drawing = false;

  const redraw = (): void => {
    if (drawing) return;
    drawing = true;
    queueMicrotask(() => {
      drawing = false;
      draw();
    });
  };
  const session = openSession(config, redraw);
  const toasts = openToasts(redraw);
  const leaveFor = (returnTo: string, loginHint?: string): void => {
    session.signIn(returnTo, loginHint).catch(() => {
      toasts.say(words().issuerDown);
      // Here it is drawn already, unless a link brought the person.
      if (loginHint !== undefined) app.go(returnTo, { replace: true });
    });
  };
  const signIn = (): void => {
    leaveFor(`${location.pathname}${location.search}`);
  };
  const app: App = {
    config,
    session,
    api: openApi(config, session),
    redraw,
    toast: toasts.say,
    go: (path, { replace = false } = {}) => {
      if (replace) history.replaceState(null, "", path);
      else history.pushState(null, "", path);
      void show();
    },
  };

  const draw = (): void => {
    document.title = page === loadingPage ? document.title : `${page.title()} | KT.GG`;
    render(
      shell(app, {
        title: page.title(),
        trail: page.trail?.() ?? [],
        body: page.view(),
        path: location.pathname,
        offline: !navigator.onLine,
        switchTheme: () => {
          switchTheme();
          redraw();
        },
        switchLanguage: () => {
          chooseLanguage(language() === "ko" ? "en" : "ko");
          redraw();
        },
        signIn,
        signOut: () => {
          void session.signOut().catch(() => {
            // The issuer does not answer: in this tab nobody is signed in any more, which is what was asked for.
            location.assign("/");
          });
        },
        toasts: toasts.view(),
      }),
      document.body,
    );
  };

  const pageOf = async (url: URL): Promise<Page> => {
    const found = matchRoute(routes, url);
    if (found === undefined) return notFoundPage;
    const { route, address } = found;
    if (!isForThem(route)) {
      return session.person() === undefined ? signInPage(signIn) : forbiddenPage(route.roles ?? []);
    }
    const { open } = await route.load();
    return open(app, address);
  };
  const isForThem = ({ roles }: Route): boolean =>
    roles === undefined || roles.some((role) => session.has(role));

  const show = async (): Promise<void> => {
    address = location.pathname + location.search;
    const number = (opened += 1);
    const retry = (): void => {
      location.assign("/");
    };
    const next = await pageOf(new URL(location.href)).catch(() => brokenPage(retry));
    // Somebody was faster and went on.
    if (number !== opened) {
      next.close?.();
      return;
    }
    page.close?.();
    page = next;
    draw();
    revealWithFont();
    // The first page is read from the top; on every other the reader begins at its heading.
    if (number > 1) {
      scrollTo(0, 0);
      document.getElementById("heading")?.focus({ preventScroll: true });
    }
  };

  document.addEventListener("click", (event) => {
    const url = isOurClick(event);
    if (url === undefined) return;
    event.preventDefault();
    app.go(`${url.pathname}${url.search}`);
  });
  addEventListener("popstate", () => {
    // A jump inside the page (the skip link) is in the history too.
    if (location.pathname + location.search !== address) void show();
  });
  for (const change of ["online", "offline"]) addEventListener(change, redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  draw();
  revealInTime();
  const hinted = hintedSignIn(new URL(location.href), session.person()?.id);
  if (hinted === undefined) void show();
  else leaveFor(hinted.returnTo, hinted.loginHint);
};

/** Who is to be signed in by a link (`login_hint`), unless they are already, and where that leads. */
const hintedSignIn = (
  url: URL,
  signedIn: string | undefined,
): { returnTo: string; loginHint: string } | undefined => {
  const loginHint = url.searchParams.get("login_hint");
  if (loginHint === null) return undefined;
  url.searchParams.delete("login_hint");
  const returnTo = `${url.pathname}${url.search}`;
  if (loginHint !== signedIn) return { returnTo, loginHint };
  history.replaceState(null, "", returnTo);
  return undefined;
};

// zod would try whether it may compile code, which the content security policy forbids and reports.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
restoreTheme();
restoreLanguage();
start(await readConfig());
