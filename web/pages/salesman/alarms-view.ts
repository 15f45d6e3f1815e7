import { html, nothing, type TemplateResult } from "lit-html";
import { guard } from "lit-html/directives/guard.js";
import { repeat } from "lit-html/directives/repeat.js";
import type { Alarm } from "../../../shared/contract/alarm.ts";
import { badge } from "../../components/badges.ts";
import { empty, failed, skeleton } from "../../components/states.ts";
import { common } from "../../i18n/common.ts";
import { formatInstant } from "../../i18n/dates.ts";
import { language } from "../../i18n/language.ts";
import { alarmKind, alarmText } from "./alarm-texts.ts";
import type { Alarms } from "./alarms.ts";
import { words } from "./texts.ts";

/** The alarms with their count, the newest first. */
export const alarmsView = (alarms: Alarms): TemplateResult => {
  const { items, unread, state, failure, hasMore } = alarms;
  return html`
    <div class="part-head">
      <h2 id="alarms">${words().alarms}</h2>
      <span class="unread-count" role="status">${unread > 0 ? words().unread(unread) : ""}</span>
      ${
        unread > 0
          ? html`<button type="button" class="button small secondary" @click=${alarms.markAllRead}>
              ${words().markAllRead}
            </button>`
          : nothing
      }
    </div>
    ${items.length === 0 && state === "loading" ? skeleton() : nothing}
    ${items.length === 0 && state === "ready" ? empty(words().noAlarms, words().noAlarmsAdvice) : nothing}
    ${failure === undefined ? nothing : failed(failure, alarms.reload)}
    ${
      items.length === 0
        ? nothing
        : html`<ul class="rows" aria-label=${words().alarms}>
            ${repeat(
              items,
              ({ alarmId }) => alarmId,
              (alarm) => guard([alarm, language()], () => row(alarms, alarm)),
            )}
          </ul>`
    }
    ${
      hasMore
        ? html`<p class="more">
            <button
              type="button"
              class="button secondary"
              aria-disabled=${state === "loading" ? "true" : "false"}
              @click=${alarms.more}
            >
              ${common().more}
            </button>
          </p>`
        : nothing
    }
  `;
};

const row = (alarms: Alarms, alarm: Alarm): TemplateResult => html`
  <li class="row alarm ${alarm.read ? "read" : "unread"} ${alarms.isNew(alarm.alarmId) ? "new" : ""}">
    <div class="row-head">
      ${badge(alarmKind(alarm), alarm.type.startsWith("Consultation") ? "info" : "neutral")}
      <time class="note" datetime=${alarm.at}>${formatInstant(alarm.at)}</time>
      ${alarm.read ? nothing : html`<span class="unseen">${words().unreadMark}</span>`}
    </div>
    <p class="alarm-text">${textOf(alarm)}</p>
    ${
      alarm.read
        ? nothing
        : html`<button
            type="button"
            class="tool"
            aria-label="${words().markRead}: ${alarmText(alarm)}"
            @click=${() => {
              alarms.markRead(alarm.alarmId);
            }}
          >
            ${words().markRead}
          </button>`
    }
  </li>
`;

/** An alarm of a consultation leads to it. */
const textOf = (alarm: Alarm): TemplateResult =>
  alarm.type.startsWith("Consultation")
    ? html`<a href="/consultations/${alarm.subject}">${alarmText(alarm)}</a>`
    : html`${alarmText(alarm)}`;
