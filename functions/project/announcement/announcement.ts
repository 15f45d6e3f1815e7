import { readBizinfo } from "./bizinfo.ts";
import { readKstartup } from "./kstartup.ts";
import { asSourceRow } from "./source-row.ts";

/** One announcement (공고) of a support project, as a source gives it: everything of a Project but its status and startDate. */
export type Announcement = {
  source: "bizinfo" | "kstartup";
  sourceId: string;
  title: string;
  projectname: string;
  year: number;
  scale?: string;
  target?: string;
  host?: string;
  summary?: string;
  link?: string;
  expStartDate?: string;
  endDate?: string;
  periodText?: string;
  /** When the source last changed it, an instant in UTC: the newer of two rows with one sourceId edits the older. */
  sourceUpdatedAt?: string;
};

export type ReadAnnouncement = { announcement: Announcement; warnings: string[] } | { refused: string[] };

/** Reads a row of 기업마당 (bizinfo) or K-Startup, whatever it holds; a row that cannot be a project is refused with every reason. */
export const readAnnouncement = (row: unknown): ReadAnnouncement => {
  const fields = asSourceRow(row);
  if (!fields) return { refused: ["the row is not a JSON object"] };
  if (fields.has("pblancId", "pblancNm")) return readBizinfo(fields);
  if (fields.has("pbanc_sn", "biz_pbanc_nm")) return readKstartup(fields);
  // The RSS form of 기업마당 names the same fields otherwise; "title" alone would say nothing about the source.
  if (fields.has("seq") && fields.has("title")) return readBizinfo(fields);
  return {
    refused: ["the row is neither of bizinfo (pblancId, pblancNm) nor of K-Startup (pbanc_sn, biz_pbanc_nm)"],
  };
};
