import type { EventOf } from "../../shared/contract/events.ts";
import type { Origin } from "../../shared/cosmos/aggregates.ts";
import type { Clock } from "../../shared/domain/clock.ts";
import { NotFound } from "../../shared/domain/errors.ts";
import { followingFrom } from "../../shared/servicebus/following-from.ts";
import type { Parts } from "./assignment.ts";
import { isSettled, type MatchCommand, type MatchState, type Server, type Wish } from "./domain.ts";
import { inputOf } from "./instance-input.ts";
import type { Instances } from "./instances.ts";
import { matchIdOf } from "./matches.ts";
import { releaseWith } from "./release.ts";
import { NotFree } from "./salesman.ts";
import { salesmanAggregateId } from "./salesmen.ts";

type Created = EventOf<"ConsultationCreated">;
type Edited = EventOf<"ConsultationEdited">;
type Progressed = EventOf<"ConsultationProgressed">;
type HandedBack = EventOf<"ConsultationHandedBack">;
type Heard = Created | Edited | Progressed | HandedBack;

/** What matching does when it hears of a consultation: each in any order, and again without harm. */
export type ConsultationMatching = {
  created: (event: Created, instances: Instances) => Promise<void>;
  edited: (event: Edited, instances: Instances) => Promise<void>;
  progressed: (event: Progressed, instances: Instances) => Promise<void>;
  handedBack: (event: HandedBack, instances: Instances) => Promise<void>;
};

/**
 * A place belongs to whoever the consultation names, and to whoever is matched to it and will be named next. So the salesman
 * before keeps his until the consultation names another one: until then he can still accept, and would need it.
 */
export const consultationMatching = (parts: Parts & { clock: Clock }): ConsultationMatching => {
  const { salesmen, matches, roster, clock } = parts;
  const release = releaseWith(parts);

  const matchOf = async (consultationId: string): Promise<MatchState | undefined> =>
    (await matches.load(matchIdOf({ type: "consultation", id: consultationId })))?.state;

  const run = async (command: MatchCommand, origin: Origin): Promise<MatchState> =>
    (await matches.execute(command.about.matchId, command, { origin })).state;

  const accepted = async (event: Progressed, origin: Origin): Promise<void> => {
    const { consultationId, matchedsalesman, matchedconsultant } = event.data;
    if (matchedsalesman === null) return;
    const salesman = await serverOf(matchedsalesman);
    const command = { about: aboutOf(event), at: origin.at, salesman, consultantId: matchedconsultant };
    const match = await run({ type: "NoteAccepted", ...command }, origin);
    if (match.state === "closed") return;
    const kept = [matchedsalesman, matchedconsultant];
    for (const id of kept) if (id !== null) await hold(id, consultationId, origin);
    await release.all(match, kept, origin);
    // It may have ended while we held the places; then all of them are given back, here or there.
    const now = await matchOf(consultationId);
    if (now?.state === "closed") await release.all(now, [], origin);
  };

  // Whoever the consultation names has his place already. Only where that was mended by hand, it may be gone: then he takes
  // it again if he can, and what he has accepted is his all the same.
  const hold = async (salesmanId: string, consultationId: string, origin: Origin): Promise<void> => {
    const loaded = await salesmen.load(salesmanAggregateId(salesmanId));
    if (!loaded || loaded.state.serving.some((place) => place.consultationId === consultationId)) return;
    const reserve = { type: "ReserveCapacity", consultationId, at: origin.at, byHand: true } as const;
    try {
      roster.note(await salesmen.execute(salesmanAggregateId(salesmanId), reserve, { origin }));
    } catch (error) {
      if (!(error instanceof NotFree)) throw error;
    }
  };

  const serverOf = async (salesmanId: string): Promise<Server> => {
    try {
      return await roster.profileOf(salesmanId);
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      throw new Error("The consultation names a salesman who is not on the roster.", { cause: error });
    }
  };

  return {
    created: async (event, instances) => {
      const origin = followingFrom(event, clock());
      const about = aboutOf(event);
      const match = await run({ type: "RequestMatch", about, at: origin.at }, origin);
      const wish = { ...about.wish, request: requestOf(event) };
      if (!isSettled(match)) await instances.start(inputOf(event.data.consultationId, wish, origin));
    },
    edited: async (event, instances) => {
      const origin = followingFrom(event, clock());
      const { matchedsalesman, matchedconsultant, content, region, consultationId } = event.data;
      const said = { content, ...(region !== undefined && { region }) };
      const about = aboutOf(event);
      const heard = event.aggregateversion;
      const match = await run({ type: "NoteWish", about, at: origin.at, said, heard }, origin);
      if (isSettled(match)) return;
      await release.formers(match, [matchedsalesman, matchedconsultant], origin);
      if (match.state === "waiting" && match.wishAt === heard) await instances.wake(consultationId);
    },
    progressed: async (event, instances) => {
      const { step, consultationId } = event.data;
      const origin = followingFrom(event, clock());
      if (step === "accepted") await accepted(event, origin);
      if (step === "canceled" || step === "success" || step === "fail") {
        const close = { type: "Close", about: aboutOf(event), at: origin.at, ending: step } as const;
        await release.all(await run(close, origin), [], origin);
      }
      await instances.wake(consultationId);
    },
    handedBack: async (event, instances) => {
      const { by, reason, consultationId } = event.data;
      const origin = followingFrom(event, clock());
      const match = await run(
        {
          type: "NoteHandedBack",
          about: aboutOf(event),
          at: origin.at,
          salesmanId: by,
          because: reason,
          heard: event.aggregateversion,
        },
        origin,
      );
      if (!isSettled(match)) await release.formers(match, [], origin);
      await instances.wake(consultationId);
    },
  };
};

const aboutOf = (event: Heard) => {
  const { projectname, customerId, content, region, consultationId } = event.data;
  const subject = { type: "consultation", id: consultationId } as const;
  const wish: Wish = {
    projectname,
    customerId,
    content,
    ...(region !== undefined && { region }),
    ...(event.type === "ConsultationCreated" && { request: requestOf(event) }),
  };
  return { matchId: matchIdOf(subject), subject, wish };
};

const requestOf = ({ id, time }: Created) => ({ eventId: id, requestedAt: time });
