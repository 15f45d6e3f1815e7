import type { Origin } from "../../shared/cosmos/aggregates.ts";
import { Invalid, NotFound } from "../../shared/domain/errors.ts";
import type { Assign, Parts } from "./assignment.ts";
import type { MatchState } from "./domain.ts";
import { matchIdOf } from "./matches.ts";
import { byHandReason } from "./reasons.ts";
import { salesmanAggregateId } from "./salesmen.ts";

/**
 * Staff name the salesman; the consultant stays. @throws NotFound when there is no such match, Invalid when the person is no
 * salesman of the roster, NotFree above the capacity, MatchDecided when the consultation was decided
 */
export type AssignByHand = (
  by: { consultationId: string; salesmanId: string; staff: string },
  origin: Origin,
) => Promise<MatchState>;

export const assignByHandWith =
  ({ salesmen, matches }: Parts, assign: Assign): AssignByHand =>
  async ({ consultationId, salesmanId, staff }, origin) => {
    const subject = { type: "consultation", id: consultationId } as const;
    const match = (await matches.load(matchIdOf(subject)))?.state;
    if (!match) throw new NotFound("match");
    const person = (await salesmen.load(salesmanAggregateId(salesmanId)))?.state.profile;
    if (person?.kind !== "salesman") {
      throw new Invalid({ path: "salesmanId", message: "is not a salesman on the roster" });
    }
    return assign(
      {
        subject,
        wish: match.wish,
        salesmanId,
        consultantId: match.consultantId,
        found: { reasons: [byHandReason], considered: [], others: 0 },
        by: { staff },
      },
      origin,
    );
  };
