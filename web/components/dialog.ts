import { html, type TemplateResult } from "lit-html";
import { ref } from "lit-html/directives/ref.js";
import { common } from "../i18n/common.ts";

/** A dialog that is open for as long as it is drawn; `close` is called by Escape and by its button, and must stop drawing it. */
export const dialog = ({
  title,
  body,
  close,
}: {
  title: string;
  body: TemplateResult;
  close: () => void;
}): TemplateResult => html`
  <dialog class="dialog" aria-labelledby="dialog-title" ${ref(keepModal)} @close=${close}>
    <div class="dialog-head">
      <h2 id="dialog-title" tabindex="-1">${title}</h2>
      <button type="button" class="tool" @click=${close}>${common().close}</button>
    </div>
    ${body}
  </dialog>
`;

let before: Element | null = null;

/** Opens the dialog when it is drawn, and gives the focus back to where it was when it goes. */
const keepModal = (element: Element | undefined): void => {
  if (element instanceof HTMLDialogElement) {
    if (element.open) return;
    before = document.activeElement;
    // Drawn, but not yet in the document.
    queueMicrotask(() => {
      if (!element.isConnected) return;
      element.showModal();
      element.querySelector<HTMLElement>("#dialog-title")?.focus();
    });
  } else if (before instanceof HTMLElement && before.isConnected) {
    before.focus();
    before = null;
  }
};
