import type { Clock } from "../../shared/domain/clock.ts";
import { newId } from "../../shared/domain/ids.ts";
import { choose, type Candidate } from "./choose.ts";
import type { MatchState } from "./domain.ts";
import { inputOf, isAskedFor } from "./instance-input.ts";
import type { Instances } from "./instances.ts";
import type { InterestMatching } from "./interests.ts";
import type { Matches } from "./matches.ts";
import { isStray } from "./release.ts";
import type { Holder, Roster } from "./roster.ts";
import type { MatchingRules } from "./rules.ts";

type Parts = {
  matches: Matches;
  roster: Roster;
  interests: InterestMatching;
  rules: Pick<MatchingRules, "strayMinutes">;
  clock: Clock;
};

const pageSize = 100;

/**
 * Someone has become free, or the roster has changed: those who wait get on, the longest waiting first, as far as there are places.
 * Consultations are woken and choose for themselves; interests are matched here.
 */
export const wakeWaitingWith =
  ({ matches, roster, interests, rules, clock }: Parts) =>
  async (instances: Instances): Promise<void> => {
    await roster.refresh({ fresh: true });
    const people = new Map(roster.people().map((person) => [person.salesmanId, person]));
    let after: string | undefined;
    do {
      const page = await matches.listIn("waiting", { after, limit: pageSize });
      for (const { match } of page) {
        if (!hasPlace(people)) return;
        // It has its place, and the match is about to be stored: another place is for who waits behind it.
        if (isBeingMatched(match, roster.serving(match.subject.id), clock(), rules)) continue;
        const place = placeFor(match, [...people.values()], clock());
        if (!place) continue;
        if (match.subject.type === "interest") {
          await interests.again(match, { at: clock(), correlationid: newId() });
        } else {
          await bringOn(match, instances);
          people.set(place.salesmanId, { ...place, load: place.load + 1 });
        }
      }
      after = page.length === pageSize ? page.at(-1)?.sortKey : undefined;
    } while (after !== undefined);
  };

const isBeingMatched = (
  { excluded }: MatchState,
  holders: readonly Holder[],
  now: Date,
  { strayMinutes }: Pick<MatchingRules, "strayMinutes">,
): boolean =>
  holders.some(
    ({ salesmanId, kind, at }) =>
      kind === "salesman" && !excluded.includes(salesmanId) && !isStray({ at }, now, strayMinutes),
  );

const hasPlace = (people: ReadonlyMap<string, Candidate>): boolean =>
  [...people.values()].some(
    ({ kind, available, load, capacity }) => kind === "salesman" && available && load < capacity,
  );

const placeFor = ({ wish, excluded }: MatchState, people: Candidate[], now: Date): Candidate | null =>
  choose({ ...wish, excluded }, people, now).salesman;

const bringOn = ({ subject, wish }: MatchState, instances: Instances): Promise<void> =>
  isAskedFor(wish)
    ? instances.bringOn(inputOf(subject.id, wish, { correlationid: newId() }))
    : // Its instance is started by the event that we have not heard yet.
      instances.wake(subject.id);
