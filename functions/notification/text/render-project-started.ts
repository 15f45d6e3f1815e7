import type { SmsClass } from "../sms-class.ts";
import { seoulDate } from "../../../shared/domain/clock.ts";
import { eucKrBytes, toEucKr } from "./euc-kr.ts";
import { smsSize, unitsOfParts } from "./sms-size.ts";

/** What the message says of the project; the days as `YYYY-MM-DD` or as instants. */
export type StartedProject = {
  projectname: string;
  expStartDate?: string | undefined;
  startDate?: string | undefined;
  endDate?: string | undefined;
};

export type SmsSettings = {
  /** Our own short page of the project; left out unless it is http or https. */
  link?: string | undefined;
  /** Who sends it, in the label. */
  senderName?: string | undefined;
  /** The number to refuse advertisements by, free of charge. */
  optOutNumber?: string | undefined;
  /** The name is cut to keep the message within so many parts. */
  maxParts?: number | undefined;
};

export type RenderedSms = { text: string; units: number; parts: number; eucKrBytes: number };

/** However long the rest, so much of the name stays: a message must say what it is about. */
const shortestName = 20;
const longestLink = 200;

/**
 * The one text for all who asked to be told that the project starts. Only the name is ever cut, by character and with an
 * ellipsis; what a Korean route cannot carry is replaced by the closest that it can.
 */
export const renderProjectStarted = (
  project: StartedProject,
  smsClass: SmsClass,
  { link, senderName = "KT.GG", optOutNumber = "080-000-0000", maxParts = 2 }: SmsSettings = {},
): RenderedSms => {
  const head = `${smsClass === "ad" ? "(광고)" : ""}[${oneLine(senderName)}] `;
  const lines = [
    " 접수 시작",
    ...present(periodOf(project)),
    ...present(link === undefined ? undefined : webAddress(link)),
    ...(smsClass === "ad" ? [`무료수신거부 ${oneLine(optOutNumber)}`] : []),
  ];
  const tail = lines.join("\n");
  const room = unitsOfParts(maxParts) - head.length - tail.length;
  const text = `${head}${cut(nameOf(project.projectname), Math.max(room, shortestName))}${tail}`;
  return { text, ...smsSize(text), eucKrBytes: eucKrBytes(text) };
};

const oneLine = (text: string): string => toEucKr(text).replace(/\s+/g, " ").trim();

/** The name without what the reader of a short message can do without: a leading `[지역]`, a trailing parenthesis. */
const nameOf = (projectname: string): string => {
  const name = oneLine(projectname);
  const short = name.replace(/^(?:\[[^\]]*\]\s*)+/, "").replace(/(?:\s*\([^()]*\))+$/, "");
  return short === "" ? name : short;
};

/** At most `max` characters, the last of them an ellipsis where something was cut. EUC-KR has no character of two units. */
const cut = (name: string, max: number): string => {
  const characters = Array.from(name);
  return characters.length <= max
    ? name
    : `${characters
        .slice(0, max - 1)
        .join("")
        .trimEnd()}…`;
};

/** "3.2.~3.31.", "3.2.~", "~3.31.", or nothing where no day is known or the days make no period. */
const periodOf = ({ startDate, expStartDate, endDate }: StartedProject): string | undefined => {
  const start = dayOf(startDate ?? expStartDate);
  const end = dayOf(endDate);
  if ((start ?? end) === undefined || (start !== undefined && end !== undefined && end < start))
    return undefined;
  return `${monthAndDay(start)}~${monthAndDay(end)}`;
};

const dayOf = (written: string | undefined): string | undefined => {
  if (written === undefined) return undefined;
  if (/^\d{4}-\d{2}-\d{2}$/.test(written)) return written;
  const at = new Date(written);
  return Number.isNaN(at.getTime()) ? undefined : seoulDate(at);
};

const monthAndDay = (day: string | undefined): string =>
  day === undefined ? "" : `${Number(day.slice(5, 7))}.${Number(day.slice(8, 10))}.`;

const webAddress = (link: string): string | undefined => {
  const url = URL.parse(link);
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:") || url.username !== "")
    return undefined;
  // As it was given, where that is plain: the parsed form adds a slash that costs a unit.
  const address = /^[\x21-\x7e]+$/.test(link) ? link : url.href;
  return address.length <= longestLink ? address : undefined;
};

const present = (line: string | undefined): string[] => (line === undefined ? [] : [line]);
