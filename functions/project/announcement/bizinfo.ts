import type { ReadAnnouncement } from "./announcement.ts";
import { compose, hostOf } from "./compose.ts";
import type { SourceRow } from "./source-row.ts";

/** Reads a row of 기업마당: www.bizinfo.go.kr, apis.data.go.kr/1421000/bizinfo, or its RSS (the second name of each pair). */
export const readBizinfo = (row: SourceRow): ReadAnnouncement =>
  compose(row, {
    source: "bizinfo",
    site: "https://www.bizinfo.go.kr",
    sourceId: row.line("pblancId", "seq"),
    title: row.line("pblancNm", "title"),
    region: "",
    target: row.line("trgetNm"),
    host: hostOf(row.line("jrsdInsttNm", "author"), row.line("excInsttNm")),
    summaryHtml: row.text("bsnsSumryCn", "description"),
    links: [row.line("pblancUrl", "link"), row.line("rceptEngnHmpgUrl")],
    period: row.text("reqstBeginEndDe", "reqstDt"),
    createdAt: row.line("creatPnttm", "pubDate"),
    updatedAt: row.line("updtPnttm", "creatPnttm", "pubDate"),
  });
