import { html } from "lit-html";
import { skeleton } from "../../components/states.ts";
import { texts } from "../../i18n/texts.ts";
import type { OpenPage } from "../../page.ts";

const words = texts({
  ko: {
    title: "로그인하는 중입니다",
    failedTitle: "로그인하지 못했습니다",
    failedBody: "시간이 지났거나 로그인을 취소했습니다. 다시 로그인해 주세요.",
    again: "다시 로그인",
  },
  en: {
    title: "Signing in",
    failedTitle: "Sign-in did not work",
    failedBody: "It took too long, or it was canceled. Please sign in again.",
    again: "Sign in again",
  },
});

/** Where the issuer sends the person back to: takes its answer in and goes on to where the person wanted to be. */
export const open: OpenPage = ({ session, go, redraw }) => {
  let failed = false;
  session.complete(new URL(location.href)).then(
    (returnTo) => {
      go(returnTo, { replace: true });
    },
    () => {
      failed = true;
      redraw();
    },
  );
  return {
    title: () => (failed ? words().failedTitle : words().title),
    view: () =>
      failed
        ? html`
            <p>${words().failedBody}</p>
            <p>
              <button type="button" class="button" @click=${() => void session.signIn("/")}>
                ${words().again}
              </button>
            </p>
          `
        : skeleton(),
  };
};
