import { test } from "node:test";
import type { Consultation } from "../../shared/contract/consultation.ts";
import { AlreadyExists, NotFound, WrongState } from "../../shared/domain/errors.ts";
import { specificationOf } from "../../tests/decider-specification.ts";
import { consultationDecider, type ConsultationCommand, type ConsultationEvent } from "./domain.ts";

const { given } = specificationOf(consultationDecider);

const consultationId = "consultation-1";
const customerId = "customer-1";
const monday = "2027-03-01T01:00:00.000Z";
const fields = {
  projectname: "이음5G 융합서비스 실증사업",
  customername: "김하늘",
  phone: "010-0000-0001",
  content: "도입 비용이 궁금합니다.",
  preferredDate: "2027-03-05",
};
const requested: Consultation = {
  consultationId,
  customerId,
  ...fields,
  matchedsalesman: null,
  matchedconsultant: null,
  step: "requested",
  requestedAt: monday,
};
const matched: Consultation = {
  ...requested,
  matchedsalesman: "salesman-1",
  matchedconsultant: "consultant-1",
};

const create: ConsultationCommand = {
  type: "CreateConsultation",
  consultationId,
  customerId,
  fields,
  at: new Date(monday),
};
const match = (version: number, salesmanId = "salesman-1"): ConsultationCommand => ({
  type: "EditSalesman",
  salesmanId,
  consultantId: "consultant-1",
  version,
});
const edit = (changes: Extract<ConsultationCommand, { type: "EditConsultation" }>["changes"]) =>
  ({ type: "EditConsultation", by: customerId, changes }) as const;

const wasRequested: ConsultationEvent = { type: "ConsultationCreated", data: requested };
const wasMatched = (version = 3, data = matched): ConsultationEvent => ({
  type: "ConsultationEdited",
  data: { ...data, changed: ["matchedsalesman", "matchedconsultant"], matchVersion: version },
});
const progressed = (from: Consultation["step"], step: Consultation["step"]): ConsultationEvent => ({
  type: "ConsultationProgressed",
  data: { ...matched, step, from },
});

const handedBack: ConsultationEvent = {
  type: "ConsultationHandedBack",
  data: {
    ...matched,
    matchedsalesman: null,
    matchedconsultant: null,
    by: "salesman-1",
    reason: "not my field",
  },
};

test("a request has its customer's words and no salesman yet", () => {
  given().when(create).then(wasRequested);
});

test("a request is made once", () => {
  given(wasRequested).when(create).thenRefuses(AlreadyExists);
});

test("the match is saved on the request, with its version", () => {
  given(wasRequested).when(match(3)).then(wasMatched());
});

test("the same match again, or an older one, changes nothing", () => {
  given(wasRequested, wasMatched(3)).when(match(3)).then();
  given(wasRequested, wasMatched(3)).when(match(2, "salesman-2")).then();
});

test("a newer match takes the older one's place", () => {
  given(wasRequested, wasMatched(3))
    .when(match(4, "salesman-2"))
    .then(wasMatched(4, { ...matched, matchedsalesman: "salesman-2" }));
});

test("the match's version outlives an edit, a hand-back and a step", () => {
  const edited: ConsultationEvent = {
    type: "ConsultationEdited",
    data: { ...matched, content: "바뀐 내용", changed: ["content"] },
  };
  given(wasRequested, wasMatched(3), edited).when(match(3, "salesman-2")).then();
  given(wasRequested, wasMatched(3), handedBack).when(match(3)).then();
});

test("a match for a request that there is not is refused", () => {
  given().when(match(1)).thenRefuses(NotFound);
});

test("the salesman accepts, begins and succeeds", () => {
  const by = "salesman-1";
  given(wasRequested, wasMatched())
    .when({ type: "AcceptConsultation", by })
    .then(progressed("requested", "accepted"));
  given(wasRequested, wasMatched(), progressed("requested", "accepted"))
    .when({ type: "ProgressConsultation", by, step: "in progress" })
    .then(progressed("accepted", "in progress"));
  given(wasRequested, wasMatched(), progressed("accepted", "in progress"))
    .when({ type: "ProgressConsultation", by, step: "success" })
    .then(progressed("in progress", "success"));
});

test("a reject cancels the request, and it stays with whoever rejected it", () => {
  given(wasRequested, wasMatched())
    .when({ type: "RejectConsultation", by: "salesman-1" })
    .then(progressed("requested", "canceled"));
});

test("a reject with a reason hands it back: requested still, with nobody, and by whom and why is told", () => {
  given(wasRequested, wasMatched())
    .when({ type: "RejectConsultation", by: "salesman-1", reason: "not my field" })
    .then(handedBack);
});

test("who handed it back has no more say in it, until it is matched to him anew", () => {
  given(wasRequested, wasMatched(), handedBack)
    .when({ type: "AcceptConsultation", by: "salesman-1" })
    .thenRefuses(NotFound);
  given(wasRequested, wasMatched(), handedBack).when(match(7)).then(wasMatched(7));
});

test("a second accept is told that it was accepted, and what may follow", () => {
  given(wasRequested, wasMatched(), progressed("requested", "accepted"))
    .when({ type: "AcceptConsultation", by: "salesman-1" })
    .thenRefuses(WrongState, { state: "accepted", possible: ["in progress"] });
});

test("nobody accepts what nobody was matched to", () => {
  given(wasRequested).when({ type: "AcceptConsultation", by: "salesman-1" }).thenRefuses(NotFound);
  given(wasRequested).when({ type: "AcceptConsultation", by: "" }).thenRefuses(NotFound);
});

test("the consultant beside cannot decide", () => {
  given(wasRequested, wasMatched())
    .when({ type: "AcceptConsultation", by: "consultant-1" })
    .thenRefuses(NotFound);
});

test("the customer changes the request, and what was changed is named", () => {
  given(wasRequested, wasMatched())
    .when(edit({ content: "바뀐 내용", region: "서울" }))
    .then({
      type: "ConsultationEdited",
      data: { ...matched, content: "바뀐 내용", region: "서울", changed: ["content", "region"] },
    });
});

test("null takes a field away; away already, it is no change", () => {
  const { preferredDate: _, ...without } = requested;
  given(wasRequested)
    .when(edit({ preferredDate: null, region: null }))
    .then({ type: "ConsultationEdited", data: { ...without, changed: ["preferredDate"] } });
});

test("an edit that says nothing new is no event", () => {
  given(wasRequested)
    .when(edit({ content: fields.content, phone: fields.phone, region: undefined }))
    .then();
});

test("once it is decided, the request cannot be changed", () => {
  given(wasRequested, wasMatched(), progressed("requested", "accepted"))
    .when(edit({ content: "늦은 내용" }))
    .thenRefuses(WrongState, { state: "accepted", possible: ["requested"] });
});
