import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";

const style = `
  :root { color-scheme: light dark; font-family: "Pretendard GOV", "Noto Sans KR", system-ui, sans-serif; line-height: 1.5;
    --accent: light-dark(#0b50d0, #8fb4ff); --line: light-dark(#c6cdd8, #4a5260); --muted: light-dark(#4b5462, #b3bccb); }
  * { box-sizing: border-box; }
  body { margin: 0; background: light-dark(#f4f6f9, #14181f); color: light-dark(#16181d, #eef1f6); }
  main { max-width: 44rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
  h1 { font-size: 1.5rem; margin: 0 0 0.25rem; word-break: keep-all; }
  h2 { font-size: 1.0625rem; margin: 2rem 0 0.75rem; }
  p { margin: 0.25rem 0; word-break: keep-all; }
  [lang="en"] { color: var(--muted); font-size: 0.9375em; }
  ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.5rem; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); }
  a.person, button { font: inherit; min-height: 3rem; border-radius: 0.5rem; border: 1px solid var(--line); background: light-dark(#fff, #1d232c);
    color: inherit; text-decoration: none; display: flex; align-items: center; gap: 0.5rem; padding: 0.5rem 0.75rem; width: 100%; cursor: pointer; }
  a.person:hover, button:hover { border-color: var(--accent); }
  a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
  .name { font-weight: 700; }
  .sub { color: var(--muted); margin-left: auto; font-size: 0.875rem; }
  form { display: grid; gap: 1rem; max-width: 24rem; }
  label { display: grid; gap: 0.25rem; font-weight: 600; }
  input, select { font: inherit; min-height: 3rem; padding: 0.5rem 0.75rem; border-radius: 0.5rem; border: 1px solid var(--line);
    background: light-dark(#fff, #1d232c); color: inherit; width: 100%; }
  button { justify-content: center; font-weight: 700; background: light-dark(#0b50d0, #a9c5ff); color: light-dark(#fff, #0d1526); border-color: transparent; }
  .wrong { border-left: 4px solid light-dark(#b3261e, #ffb4ab); padding: 0.5rem 0.75rem; background: light-dark(#fdecea, #3a1d1b); }
  .note { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 1rem; font-size: 0.9375rem; }
`;

/** Text as text, whatever is in it. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** Both languages of one sentence: the pages have no scripts to switch with. */
export const bilingual = (ko: string, en: string): string => `${ko} <span lang="en">${en}</span>`;

/** Sends a page that runs no script, loads nothing, is framed by nobody and sends its forms here or on to `origin` alone. */
export const sendPage = (
  response: ServerResponse,
  status: number,
  { title, body }: { title: string; body: string },
  origin = "",
): void => {
  const html = `<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
  response
    .writeHead(status, {
      "content-type": "text/html; charset=utf-8",
      "content-length": Buffer.byteLength(html),
      "content-security-policy": [
        "default-src 'none'",
        `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
        // Chromium holds the redirect after a form to this as well.
        `form-action 'self' ${origin}`.trimEnd(),
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ].join("; "),
      "cache-control": "no-store",
      // The address carries the state of the client.
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    })
    .end(html);
};
