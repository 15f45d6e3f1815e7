import { createHash } from "node:crypto";

const style = `
  :root { color-scheme: light dark; font-family: system-ui, sans-serif; }
  body { max-width: 44rem; margin: 0 auto; padding: 1rem; }
  h1 { font-size: 1.25rem; margin: 0; }
  #state { color: GrayText; }
  ol { list-style: none; margin: 1rem 0; padding: 0; display: grid; gap: 0.75rem; }
  li { border: 1px solid; border-color: color-mix(in srgb, CanvasText 20%, Canvas); border-radius: 0.75rem; padding: 0.75rem; }
  .numbers { display: flex; flex-wrap: wrap; gap: 0 1rem; justify-content: space-between; font-size: 0.875rem; }
  .to { font-weight: 600; }
  p { margin: 0.5rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
`;

// Everything from a message goes through textContent: a hostile text stays text.
const script = `
  const list = document.querySelector("ol");
  const state = document.querySelector("#state");
  const shown = 200;
  let last = null;
  const part = (tag, name, text) => {
    const element = document.createElement(tag);
    element.className = name;
    element.textContent = text;
    return element;
  };
  const item = (sms) => {
    const element = document.createElement("li");
    const numbers = part("div", "numbers", "");
    const at = part("time", "at", new Date(sms.at).toLocaleString());
    at.dateTime = sms.at;
    numbers.append(part("span", "to", "To " + sms.to), part("span", "from", "from " + sms.from), at);
    element.append(numbers, part("p", "text", sms.message));
    return element;
  };
  const read = async (path) => {
    const response = await fetch(path, { signal: AbortSignal.timeout(10000) });
    if (!response.ok) throw new Error(path + " answered " + response.status);
    return response.json();
  };
  const refresh = async () => {
    const newer = last === null ? "latest=" + shown : "limit=1000&after=" + encodeURIComponent(last);
    const { messages } = await read("/outbox?" + newer);
    for (const sms of messages) list.prepend(item(sms));
    while (list.children.length > shown) list.lastElementChild.remove();
    last = messages.at(-1)?.id ?? last;
    const { count } = await read("/outbox/count");
    state.textContent = count === 0 ? "No message yet." :
      count > shown ? count + " messages; the newest " + shown + " are shown." :
      count === 1 ? "1 message." : count + " messages.";
  };
  const loop = async () => {
    try {
      await refresh();
    } catch (error) {
      state.textContent = "The outbox does not answer: " + error.message;
    }
    setTimeout(loop, 1000);
  };
  loop();
`;

/** The outbox for people: a live list, newest first. It loads nothing from any other host. */
export const phonePage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>SMS outbox</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>SMS outbox</h1>
<div id="state" role="status">Loading</div>
<ol aria-label="Messages, newest first"></ol>
</main>
<script>${script}</script>
</body>
</html>
`;

const source = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Lets the page run its own script and style and call its own server, and nothing else. */
export const phonePageHeaders: Record<string, string> = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": [
    "default-src 'none'",
    `script-src ${source(script)}`,
    `style-src ${source(style)}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};
