import { test } from "node:test";
import type { Interest } from "../../shared/contract/interest.ts";
import { NotFound } from "../../shared/domain/errors.ts";
import { specificationOf } from "../../tests/decider-specification.ts";
import { type InterestCommand, type InterestEvent, interestDecider } from "./domain.ts";

const { given } = specificationOf(interestDecider);

const interestId = "interest-1";
const customerId = "customer-1";
const projectname = "이음5G 융합서비스 실증사업";
const monday = "2027-03-01T01:00:00.000Z";
const tuesday = "2027-03-02T01:00:00.000Z";
const wednesday = "2027-03-03T01:00:00.000Z";

const saved: Interest = {
  interestId,
  projectname,
  interest: 1,
  customerId,
  customername: "김하늘",
  phone: "010-0000-0001",
  adConsent: false,
  nightConsent: false,
  matchedsalesman: null,
};
const wasSaved: InterestEvent = { type: "InterestCreated", data: saved };
const updated = (data: Interest): InterestEvent => ({ type: "InterestUpdated", data });

type Said = Extract<InterestCommand, { type: "UpdateInterest" }>["said"];

const save = (said: Said = {}, at = monday): InterestCommand => ({
  type: "CreateInterest",
  interestId,
  customerId,
  projectname,
  said: {
    ...said,
    interest: said.interest ?? 1,
    customername: "김하늘",
    phone: said.phone ?? "010-0000-0001",
  },
  at: new Date(at),
});
const update = (said: Said, at = tuesday, by = customerId): InterestCommand => ({
  type: "UpdateInterest",
  interestId,
  by,
  said,
  at: new Date(at),
});

test("a saved interest has no consent that was not given, and no salesman yet", () => {
  given().when(save()).then(wasSaved);
});

test("an interest can be saved as not wanted", () => {
  given()
    .when(save({ interest: 0 }))
    .then({ type: "InterestCreated", data: { ...saved, interest: 0 } });
});

test("a consent that is given with the interest has its day; one that is denied has none", () => {
  given()
    .when(save({ adConsent: true, nightConsent: false }))
    .then({ type: "InterestCreated", data: { ...saved, adConsent: true, adConsentAt: monday } });
});

test("saving again updates the one interest", () => {
  given(wasSaved)
    .when(save({ phone: "010-0000-0002", nightConsent: true }, tuesday))
    .then(updated({ ...saved, phone: "010-0000-0002", nightConsent: true, nightConsentAt: tuesday }));
});

test("saving the same again is no event", () => {
  given(wasSaved).when(save({}, tuesday)).then();
});

test("saving again without a word on consents keeps them", () => {
  const consenting: Interest = { ...saved, adConsent: true, adConsentAt: monday };
  given({ type: "InterestCreated", data: consenting }).when(save({}, tuesday)).then();
});

test("an update changes what it names and leaves the rest", () => {
  given(wasSaved)
    .when(update({ interest: 0 }))
    .then(updated({ ...saved, interest: 0 }));
  given(wasSaved)
    .when(update({ customername: "이바다" }))
    .then(updated({ ...saved, customername: "이바다" }));
});

test("an update that changes nothing is no event", () => {
  given(wasSaved).when(update({})).then();
  given(wasSaved)
    .when(update({ interest: 1, customername: "김하늘", phone: "010-0000-0001", adConsent: false }))
    .then();
});

test("the two consents are given and withdrawn on their own, each with the day", () => {
  const given1: Interest = { ...saved, adConsent: true, adConsentAt: monday };
  const given2: Interest = { ...given1, nightConsent: true, nightConsentAt: tuesday };
  const withdrawn: Interest = { ...given2, adConsent: false, adConsentWithdrawnAt: wednesday };
  given(wasSaved)
    .when(update({ adConsent: true }, monday))
    .then(updated(given1));
  given(wasSaved, updated(given1))
    .when(update({ nightConsent: true }, tuesday))
    .then(updated(given2));
  given(wasSaved, updated(given2))
    .when(update({ adConsent: false }, wednesday))
    .then(updated(withdrawn));
  given(wasSaved, updated(withdrawn))
    .when(update({ nightConsent: false }, wednesday))
    .then(updated({ ...withdrawn, nightConsent: false, nightConsentWithdrawnAt: wednesday }));
});

test("a consent that is confirmed keeps its day, and one that is given anew gets a new one", () => {
  const consenting: Interest = { ...saved, adConsent: true, adConsentAt: monday };
  const withdrawn: Interest = { ...consenting, adConsent: false, adConsentWithdrawnAt: tuesday };
  given(wasSaved, updated(consenting))
    .when(update({ adConsent: true }, tuesday))
    .then();
  given(wasSaved, updated(withdrawn))
    .when(update({ adConsent: true }, wednesday))
    .then(updated({ ...withdrawn, adConsent: true, adConsentAt: wednesday }));
});

test("taking the interest back leaves the consents, and withdrawing them leaves the interest", () => {
  const consenting: Interest = { ...saved, adConsent: true, adConsentAt: monday };
  given(wasSaved, updated(consenting))
    .when(update({ interest: 0 }))
    .then(updated({ ...consenting, interest: 0 }));
});

test("another's interest is not found, as one that does not exist", () => {
  given(wasSaved)
    .when(update({ interest: 0 }, tuesday, "customer-2"))
    .thenRefuses(NotFound, { message: "There is no such interest." });
  given()
    .when(update({ interest: 0 }))
    .thenRefuses(NotFound, { message: "There is no such interest." });
});

test("an update keeps the matched salesman", () => {
  const matched: Interest = { ...saved, matchedsalesman: "salesman-1" };
  given({ type: "InterestCreated", data: matched })
    .when(update({ interest: 0 }))
    .then(updated({ ...matched, interest: 0 }));
});
