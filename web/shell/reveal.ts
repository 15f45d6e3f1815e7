// The body is hidden until the first page is drawn in its own font, so that nothing moves before people's eyes; but only for
// a moment: a slow network shows the page in another font, and a slower one what is there of it.

const patienceMs = { font: 400, page: 1_500 };

const reveal = (): void => {
  document.documentElement.classList.remove("hidden");
};

/** Shows the body after a moment, whatever is there of it. Called once, when the pages start. */
export const revealInTime = (): void => {
  setTimeout(reveal, patienceMs.page);
};

/** A page is drawn: if it is the first, it is shown as soon as its letters are there. */
export const revealWithFont = (): void => {
  if (!document.documentElement.classList.contains("hidden")) return;
  // The fonts that a page needs are known once it is laid out.
  document.body.getBoundingClientRect();
  setTimeout(reveal, patienceMs.font);
  void document.fonts.ready.then(reveal);
};
