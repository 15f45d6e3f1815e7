import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { AlreadyExists, DomainError, NotFound } from "../../shared/domain/errors.ts";
import { frozen, specificationOf } from "../../tests/decider-specification.ts";
import { profile } from "./people.fake.ts";
import { NotFree, salesmanDecider, type SalesmanCommand, type SalesmanEvent } from "./salesman.ts";

const { given } = specificationOf(salesmanDecider);

const someone = profile("salesman-1", { capacity: 2 });
const registered: SalesmanEvent = { type: "SalesmanRegistered", data: someone };
const at = new Date("2027-03-03T01:00:00.000Z");
const later = new Date("2027-03-03T02:00:00.000Z");

const reserve = (consultationId: string, more: { at?: Date; byHand?: boolean } = {}): SalesmanCommand => ({
  type: "ReserveCapacity",
  consultationId,
  at,
  byHand: false,
  ...more,
});
const reserved = (consultationId: string, when = at): SalesmanEvent => ({
  type: "CapacityReserved",
  data: { consultationId, at: when.toISOString() },
});
const release = (consultationId: string, upTo?: Date): SalesmanCommand => ({
  type: "ReleaseCapacity",
  consultationId,
  upTo: upTo?.toISOString(),
});
const released = (consultationId: string): SalesmanEvent => ({
  type: "CapacityReleased",
  data: { consultationId },
});
const edited = (changes: Partial<typeof someone>): SalesmanEvent => ({
  type: "SalesmanProfileEdited",
  data: { ...someone, ...changes },
});

test("a person is registered once", () => {
  given().when({ type: "RegisterSalesman", profile: someone }).then(registered);
  given(registered).when({ type: "RegisterSalesman", profile: someone }).thenRefuses(AlreadyExists);
});

test("an edit changes what it names, and none is no event", () => {
  const edit = (changes: Partial<typeof someone>): SalesmanCommand => ({
    type: "EditSalesmanProfile",
    changes,
  });
  given(registered)
    .when(edit({ capacity: 5 }))
    .then(edited({ capacity: 5 }));
  given(registered)
    .when(edit({ capacity: 2 }))
    .then();
  given(registered).when(edit({})).then();
  given()
    .when(edit({ capacity: 2 }))
    .thenRefuses(NotFound);
});

test("a consultation takes one place, once", () => {
  given(registered).when(reserve("c1")).then(reserved("c1"));
  given(registered, reserved("c1")).when(reserve("c1")).then();
});

test("nobody gets more than the capacity, by hand neither", () => {
  const full = [registered, reserved("c1"), reserved("c2")];
  given(...full)
    .when(reserve("c3"))
    .thenRefuses(NotFree, { state: "full" });
  given(...full)
    .when(reserve("c3", { byHand: true }))
    .thenRefuses(NotFree, { state: "full" });
  given(...full, released("c1"))
    .when(reserve("c3"))
    .then(reserved("c3"));
});

test("a capacity that was cut takes nothing away, and lets nothing in", () => {
  given(registered, reserved("c1"), reserved("c2"), edited({ capacity: 1 }), released("c1"))
    .when(reserve("c3"))
    .thenRefuses(NotFree, { state: "full" });
});

test("who is away gets nothing, unless it is given by hand", () => {
  for (const changes of [{ available: false }, { leave: [{ from: "2027-03-01", to: "2027-03-03" }] }]) {
    given(registered, edited(changes)).when(reserve("c1")).thenRefuses(NotFree, { state: "away" });
    given(registered, edited(changes))
      .when(reserve("c1", { byHand: true }))
      .then(reserved("c1"));
  }
});

test("a place is given back once, and one that is not there is nothing", () => {
  given(registered, reserved("c1")).when(release("c1")).then(released("c1"));
  given(registered, reserved("c1"), released("c1")).when(release("c1")).then();
  given(registered).when(release("c1")).then();
});

test("a place that was taken anew for a later match does not go with the match before", () => {
  given(registered, reserved("c1"))
    .when(reserve("c1", { at: later }))
    .then(reserved("c1", later));
  given(registered, reserved("c1"), reserved("c1", later)).when(release("c1", at)).then();
  given(registered, reserved("c1"), reserved("c1", later)).when(release("c1", later)).then(released("c1"));
});

test("an interest takes no place, but it was somebody's turn", () => {
  const noted: SalesmanEvent = { type: "InterestNoted", data: { at: at.toISOString() } };
  given(registered).when({ type: "NoteInterest", at }).then(noted);
  given(registered, noted).when({ type: "NoteInterest", at }).then();
  given(registered, reserved("c1", later)).when({ type: "NoteInterest", at }).then();
});

test("whatever is asked in whatever order, the places are those of a set, and never above the capacity", () => {
  const ids = fc.constantFrom("c1", "c2", "c3", "c4");
  const commands = fc.array(
    fc.oneof(
      fc.tuple(ids, fc.boolean()).map(([id, byHand]) => reserve(id, { byHand })),
      ids.map((id) => release(id)),
    ),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(commands, (commands) => {
      const model = new Set<string>();
      let state = salesmanDecider.evolve(undefined, registered);
      for (const command of commands) {
        if (command.type === "ReserveCapacity" && model.size < 2) model.add(command.consultationId);
        if (command.type === "ReleaseCapacity") model.delete(command.consultationId);
        try {
          state = salesmanDecider
            .decide(frozen(command), frozen(state))
            .reduce(salesmanDecider.evolve, state);
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
        }
        assert.deepEqual(new Set(state.serving.map((place) => place.consultationId)), model);
        assert.equal(state.serving.length, model.size);
      }
    }),
  );
});
