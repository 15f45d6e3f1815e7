import { html, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";

type Toast = { id: number; text: string };

/** What was just said, each for a few seconds. */
export type Toasts = { say: (text: string) => void; view: () => TemplateResult };

// Long enough to be read twice (KWCAG 6.2.1: time to read).
const shownMs = 6_000;

/** Opens the live region; `redraw` is called when something comes or goes. */
export const openToasts = (redraw: () => void): Toasts => {
  let shown: Toast[] = [];
  let next = 0;
  return {
    say: (text) => {
      const toast = { id: (next += 1), text };
      shown = [...shown, toast];
      redraw();
      setTimeout(() => {
        shown = shown.filter((other) => other !== toast);
        redraw();
      }, shownMs);
    },
    // The region is always there: one that comes with its text is not read out.
    view: () => html`
      <div class="toasts" role="status" aria-live="polite">
        ${repeat(
          shown,
          ({ id }) => id,
          ({ text }) => html`<p class="toast">${text}</p>`,
        )}
      </div>
    `,
  };
};
