import { html, nothing, type TemplateResult } from "lit-html";
import type { Step } from "../../shared/contract/consultation.ts";
import type { Project } from "../../shared/contract/project.ts";
import { daysUntil, formatDday } from "../i18n/dates.ts";
import { statusWord, stepWord } from "../i18n/words.ts";

type Tone = "neutral" | "info" | "success" | "warning" | "danger";

/** A short word with a colour; the word alone says it all. */
export const badge = (text: string, tone: Tone): TemplateResult =>
  html`<span class="badge ${tone}">${text}</span>`;

const statusTones: Record<Project["status"], Tone> = {
  planned: "info",
  started: "success",
  ended: "neutral",
};

/** 접수 예정, 접수 중, 접수 종료. */
export const statusBadge = (status: Project["status"]): TemplateResult =>
  badge(statusWord(status), statusTones[status]);

const stepTones: Record<Step, Tone> = {
  requested: "info",
  accepted: "info",
  canceled: "neutral",
  "in progress": "warning",
  success: "success",
  fail: "danger",
};

/** 접수, 수락, 취소, 진행 중, 성공, 실패. */
export const stepBadge = (step: Step): TemplateResult => badge(stepWord(step), stepTones[step]);

// From here on one should hurry.
const soonDays = 7;

/** `D-3` to a day, after a word that says what is on it; nothing once the day is over. */
export const ddayBadge = (
  day: string | undefined,
  today: string,
  label = "",
): TemplateResult | typeof nothing => {
  if (day === undefined) return nothing;
  const days = daysUntil(day, today);
  if (days < 0) return nothing;
  return badge(`${label} ${formatDday(days)}`.trim(), days <= soonDays ? "danger" : "neutral");
};
