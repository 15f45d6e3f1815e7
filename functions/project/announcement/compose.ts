import { projectFields } from "../../../shared/contract/project.ts";
import { seoulDate } from "../../../shared/domain/clock.ts";
import type { Announcement, ReadAnnouncement } from "./announcement.ts";
import { toLink } from "./link.ts";
import { readPeriod } from "./period.ts";
import type { Period } from "./period.ts";
import { toPlainText } from "./plain-text.ts";
import { toProjectname } from "./projectname.ts";
import { scaleIn } from "./scale.ts";
import type { SourceRow } from "./source-row.ts";
import { yearIn } from "./title-year.ts";

/** What both sources tell, in their own words. */
export type Told = {
  source: Announcement["source"];
  site: string;
  sourceId: string;
  title: string;
  region: string;
  target: string;
  host: string;
  summaryHtml: string;
  links: string[];
  period: string;
  createdAt: string;
  updatedAt: string;
};

// A letter or digit first: it becomes part of an id of ours.
const sourceIdForm = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;
const longest = { scale: 500, target: 500, host: 200, summary: 10_000 };

/** Makes the announcement of what the source tells. What names the project must be there; all else may be missing or odd. */
export const compose = (row: SourceRow, told: Told): ReadAnnouncement => {
  const created = readInstant(told.createdAt);
  const period = readPeriod(told.period, created === undefined ? undefined : seoulYear(created));
  const year = yearOf(told.title, period, created);
  const projectname = withRegion(toProjectname(told.title), told);
  const refused = refusals(told, projectname, year);
  if (refused.length > 0 || year === undefined) return { refused: [...row.warnings, ...refused] };

  const summary = row.within(longest.summary, "summary", toPlainText(told.summaryHtml, longest.summary + 1));
  const link = told.links.map((written) => toLink(written, told.site)).find((found) => found !== undefined);
  const sourceUpdatedAt = readInstant(told.updatedAt);
  const announcement = {
    source: told.source,
    sourceId: told.sourceId,
    title: told.title,
    projectname,
    year,
    ...given("scale", row.within(longest.scale, "scale", scaleIn(summary ?? "") ?? "")),
    ...given("target", row.within(longest.target, "target", toPlainText(told.target, longest.target + 1))),
    ...given("host", row.within(longest.host, "host", told.host)),
    ...given("summary", summary),
    ...given("link", link),
    ...given("expStartDate", period.startDate),
    ...given("endDate", period.endDate),
    ...given("periodText", period.periodText),
    ...given("sourceUpdatedAt", sourceUpdatedAt),
  };
  const warnings = [
    ...row.warnings,
    ...period.warnings,
    ...linkWarnings(told, link),
    ...updateWarnings(told, sourceUpdatedAt),
  ];
  return { announcement, warnings };
};

/** The host with who carries it out: "과학기술정보통신부(정보통신산업진흥원)". */
export const hostOf = (responsible: string, executing: string): string =>
  responsible === "" || executing === "" || responsible === executing
    ? responsible || executing
    : `${responsible}(${executing})`;

const given = <Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> => (value === undefined ? {} : ({ [name]: value } as Record<Name, Value>));

/** Another region is another project: it leads the name, as 기업마당 writes it, unless the title tells it already. */
const withRegion = (name: string, { title, region }: Told): string =>
  region === "" || title.includes(region) || name.startsWith("[") ? name : `[${region}] ${name}`;

/** The year of the title, else of the first day, else of the announcement. */
const yearOf = (title: string, period: Period, created: string | undefined): number | undefined =>
  yearIn(title) ??
  (period.startDate === undefined ? undefined : Number(period.startDate.slice(0, 4))) ??
  (created === undefined ? undefined : seoulYear(created));

const refusals = (told: Told, projectname: string, year: number | undefined): string[] => [
  ...(sourceIdForm.test(told.sourceId) ? [] : [`the id ${shown(told.sourceId)} is none of ${told.source}`]),
  ...(told.title === "" ? ["the title is missing"] : []),
  ...(projectFields.title.safeParse(told.title).success || told.title === ""
    ? []
    : ["the title is longer than 500"]),
  ...(projectFields.projectname.safeParse(projectname).success || told.title === ""
    ? []
    : ["the projectname taken from the title is longer than 200"]),
  ...(year === undefined ? ["no year: neither the title nor the period nor the announcement tells one"] : []),
];

const shown = (value: string): string => (value === "" ? "(missing)" : JSON.stringify(value.slice(0, 80)));

const linkWarnings = (told: Told, link: string | undefined): string[] =>
  link === undefined && told.links.some((written) => written !== "")
    ? ["the link is no http or https address and is left out"]
    : [];

const updateWarnings = (told: Told, updatedAt: string | undefined): string[] =>
  told.updatedAt !== "" && updatedAt === undefined
    ? [`the time of change ${shown(told.updatedAt)} is not understood`]
    : [];

/** "2026-12-21 09:30:12" of Seoul as an instant in UTC. */
const readInstant = (text: string): string | undefined => {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2}))?(?:\.\d+)?$/.exec(text) ?? [];
  if (day === undefined || !projectFields.expStartDate.safeParse(day).success) return undefined;
  const at = new Date(`${day}T${time ?? "00:00:00"}+09:00`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};

const seoulYear = (instant: string): number => Number(seoulDate(new Date(instant)).slice(0, 4));
