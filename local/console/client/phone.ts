import { byId, make } from "./dom.ts";
import type { Person } from "../console-state.ts";
import { texts } from "./texts.ts";

/** A message as the outbox has it. */
export type Sms = { id: string; to: string; from: string; message: string; at: string };

const shown = 100;
const buzzMs = 600;
let last: string | undefined;
let hasRead = false;

/** Reads what has come since the last time, and shows it; the phone buzzes. Answers the new messages. */
export const readMessages = async (people: readonly Person[]): Promise<Sms[]> => {
  const isFirst = !hasRead;
  const query = last === undefined ? `latest=${shown}` : `limit=1000&after=${encodeURIComponent(last)}`;
  const response = await fetch(`/messages?${query}`, { signal: AbortSignal.timeout(5_000) });
  if (!response.ok) throw new Error(`The messages answered ${response.status}.`);
  const { messages } = (await response.json()) as { messages: Sms[] };
  hasRead = true;
  last = messages.at(-1)?.id ?? last;
  const list = byId("messages");
  for (const sms of messages) list.prepend(bubble(sms, people, !isFirst));
  while (list.children.length > shown) list.lastElementChild?.remove();
  byId("no-messages").hidden = list.children.length > 0;
  if (isFirst || messages.length === 0) return isFirst ? [] : messages;
  buzz();
  return messages;
};

/** The number as people here write it, after the name of who it is, if the demo knows them. */
const receiver = (to: string, people: readonly Person[]): string => {
  const phone = to.replace(/^\+82(10)(\d{4})(\d{4})$/, "0$1-$2-$3");
  const name = people.find((person) => person.phone === phone)?.name;
  return name === undefined ? phone : `${name} ${phone}`;
};

const bubble = ({ to, message, at }: Sms, people: readonly Person[], isNew: boolean): HTMLElement =>
  make(
    "li",
    { className: isNew ? "new" : "" },
    make(
      "p",
      { className: "numbers" },
      make("span", { className: "to", text: receiver(to, people) }),
      make("time", { datetime: at, text: new Date(at).toLocaleTimeString(document.documentElement.lang) }),
    ),
    make("p", { className: "message", text: message, title: texts().to }),
  );

/** Shakes, where the person does not mind movement; a phone in the hand vibrates. */
const buzz = (): void => {
  const phone = byId("phone");
  phone.classList.remove("buzz");
  requestAnimationFrame(() => {
    phone.classList.add("buzz");
  });
  setTimeout(() => {
    phone.classList.remove("buzz");
  }, buzzMs);
};
