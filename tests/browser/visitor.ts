import type { Browser, BrowserContext, Page } from "playwright-core";
import type { Endpoints } from "../../local/supervisor/endpoints.ts";

/** How somebody visits. */
export type VisitOptions = { theme?: "light" | "dark"; width?: number; height?: number };

/** Somebody with a browser of their own. Whatever goes wrong in it is kept as a complaint. */
export type Visitor = {
  page: Page;
  context: BrowserContext;
  /** What went wrong so far: errors on the console, violations of the content security policy, failed and foreign requests. */
  complaints: () => string[];
  /** Complaints that fit are what the test is about, from now on. */
  expectComplaint: (pattern: RegExp) => void;
  /** Signs in by clicking, as the demo person with this `sub`, from wherever the page is. */
  signIn: (sub: string) => Promise<void>;
  /** Opens a page of ours by its path, already signed in or not. */
  open: (path: string) => Promise<void>;
  /** Closes the browser's window. Throws when there was a complaint. */
  leave: () => Promise<void>;
};

/** Opens a window for somebody new. */
export const visit = async (
  browser: Browser,
  { web, gateway, identity, console: first }: Pick<Endpoints, "web" | "gateway" | "identity" | "console">,
  { theme = "light", width = 1280, height = 900 }: VisitOptions = {},
): Promise<Visitor> => {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale: "ko-KR",
    timezoneId: "Asia/Seoul",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  const expected: RegExp[] = [];
  const complain = (text: string): void => {
    if (!expected.some((pattern) => pattern.test(text))) complaints.push(text);
  };
  const ours = new Set([web, gateway, identity, first].map((address) => new URL(address).origin));
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      console.error(`CSP violation: ${violatedDirective} ${blockedURI}`);
    });
  });
  // Of the context: a tab that a link opens is looked after like the first.
  context.on("console", (message) => {
    if (message.type() === "error") complain(`console: ${message.text()} ${message.location().url}`);
  });
  context.on("weberror", (found) => {
    const error = found.error();
    complain(`error: ${error.stack ?? error.message}`);
  });
  context.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (/^http/.test(protocol) && !ours.has(origin)) complain(`another host: ${request.url()}`);
  });
  context.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "unknown";
    // The page itself gave it up: it went on, or asked anew.
    if (why !== "net::ERR_ABORTED") complain(`failed: ${request.method()} ${request.url()} ${why}`);
  });
  const page = await context.newPage();
  return {
    page,
    context,
    complaints: () => [...complaints],
    expectComplaint: (pattern) => expected.push(pattern),
    signIn: async (sub) => {
      await page
        .getByRole("button", { name: /^(로그인|Sign in)$/ })
        .first()
        .click();
      await page.getByRole("link", { name: sub }).click();
      await page.waitForURL((url) => url.origin === new URL(web).origin && url.pathname !== "/signed-in");
    },
    open: async (path) => {
      await page.goto(new URL(path, web).href);
    },
    leave: async () => {
      await context.close();
      if (complaints.length > 0) throw new Error(`The browser complained:\n${complaints.join("\n")}`);
    },
  };
};
