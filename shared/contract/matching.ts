import { z } from "zod";
import { envelope } from "./envelope.ts";
import { id, line, phone, projectname, text } from "./fields.ts";

/** Who serves an interest or a consultation, and why. A re-match is the next version of the same match. */
export const salesmanMatch = z
  .object({
    matchId: id,
    subject: z.object({ type: z.enum(["interest", "consultation"]), id }),
    projectname: projectname.optional(),
    salesmanId: id,
    /** How the salesman can be told, and named to the customer: the roster is of the context matching alone. */
    salesmanname: line(100).optional(),
    salesmanphone: phone.optional(),
    consultantId: id.nullable(),
    consultantname: line(100).optional(),
    reasons: z.array(text(500)),
  })
  .meta({ id: "SalesmanMatch" });

/**
 * The stream is one per subject of the match, so that `aggregateversion` tells which of two matches of one interest or
 * consultation is the newer.
 */
export const salesmanMatched = envelope("SalesmanMatched", salesmanMatch).meta({ id: "SalesmanMatched" });
