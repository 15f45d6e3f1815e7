import type { ReadAnnouncement } from "./announcement.ts";
import { compose } from "./compose.ts";
import type { SourceRow } from "./source-row.ts";

/** Reads a row of K-Startup: apis.data.go.kr/B552735/kisedKstartupService01/getAnnouncementInformation01. */
export const readKstartup = (row: SourceRow): ReadAnnouncement =>
  compose(row, {
    source: "kstartup",
    site: "https://www.k-startup.go.kr",
    sourceId: row.line("pbanc_sn"),
    title: row.line("biz_pbanc_nm"),
    region: regionOf(row.line("supt_regin")),
    target: row.line("aply_trgt", "aply_trgt_ctnt"),
    host: row.line("pbanc_ntrp_nm", "sprv_inst"),
    summaryHtml: row.text("pbanc_ctnt"),
    links: [row.line("detl_pg_url"), row.line("biz_aply_url")],
    period: periodOf(row.line("pbanc_rcpt_bgng_dt"), row.line("pbanc_rcpt_end_dt")),
    createdAt: "",
    updatedAt: "",
  });

/** Here the region is a field of its own; several, or the whole country, are none. */
const regionOf = (region: string): string => (/[,/]/.test(region) || region === "전국" ? "" : region);

const periodOf = (start: string, end: string): string =>
  start === "" && end === "" ? "" : `${start} ~ ${end}`.trim();
