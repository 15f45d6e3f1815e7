import assert from "node:assert/strict";
import { after, before, test, type TestContext } from "node:test";
import {
  act,
  alarmsAbout,
  capacityIsTrue,
  consultationOf,
  editPerson,
  everything,
  matchesIn,
  matchOf,
  request,
  salesman,
  teamFor,
  type Person,
  type Consultation,
} from "./consultation-story.ts";
import { eventually } from "./eventually.ts";
import { startProduct, type Answer, type Product } from "./product.ts";
import { expect, peopleOf, type People } from "./story.ts";

// Consultations as their users have them: only HTTP, against the started product. Each test has a team of its own.
let product: Product;
let people: People;

before(async () => {
  product = await startProduct();
  people = await peopleOf(product);
});
after(() => product.stop());

const team = (t: TestContext, persons: Record<string, Person>): Promise<void> =>
  teamFor(t, product, people, persons);

/** The consultation becomes so, as staff see it. */
const becomes = (consultationId: string, expected: Partial<Consultation>): Promise<Consultation> =>
  eventually(async () => {
    const found = await consultationOf(product, people, consultationId);
    assert.deepEqual({ ...found, ...expected }, found);
    return found;
  });

const loadOf = async (salesmanId: string): Promise<number> => {
  const answer = await product.request("GET", `/salesmen/${salesmanId}`, { token: people.staff });
  return (expect(answer, 200).body as { load: number }).load;
};

const isFree = (salesmanId: string): Promise<void> =>
  eventually(async () => {
    assert.equal(await loadOf(salesmanId), 0);
  });

const problemOf = ({ body }: Answer) => body as { type: string; state?: string; possible?: string[] };

/** A consultation in a list of the views. */
type NamedConsultation = Consultation & {
  salesmanname?: string;
  consultantname?: string;
  etag: string;
};

test("nobody is there: it is taken, staff see it, and whoever comes first is matched", async (t) => {
  const { status, headers, body } = await request(product, people, 1);
  const { consultationId } = body;
  assert.deepEqual([status, body.matchedsalesman, body.step], [202, null, "requested"]);
  assert.equal(headers.get("location"), `/api/consultations/${consultationId}`);
  assert.ok(Number(headers.get("retry-after")) > 0);
  await eventually(async () => {
    const waiting = await matchesIn(product, people, "waiting");
    assert.deepEqual(
      waiting.map(({ subject }) => subject.id),
      [consultationId],
    );
  });
  const unmatched = () =>
    everything<Consultation>(product, people.staff, "/staff/consultations?unmatched=true&");
  assert.deepEqual(await unmatched(), [body]);
  const { attempts } = await matchOf(product, people, consultationId);
  assert.equal(attempts[0]?.reasons[0]?.code, "nobody");

  await team(t, { "first-1": { capacity: 1 } });
  await becomes(consultationId, { matchedsalesman: "first-1" });
  assert.deepEqual([await unmatched(), await matchesIn(product, people, "waiting")], [[], []]);
  assert.equal((await alarmsAbout(product, people, "first-1", consultationId)).length, 1);
});

test("the answer names who will call, and he sees the alarm in the same moment, and once", async (t) => {
  await team(t, { "now-1": {} });
  const { status, headers, body } = await request(product, people, 2);
  const atOnce = await alarmsAbout(product, people, "now-1", body.consultationId);
  assert.deepEqual(
    [status, body.matchedsalesman, body.customername, body.step],
    [201, "now-1", "고객 2", "requested"],
  );
  assert.deepEqual(
    atOnce.map(({ type, read }) => [type, read]),
    [["ConsultationCreated", false]],
  );
  assert.equal(headers.get("location"), `/api/consultations/${body.consultationId}`);
  const mine = await product.request("GET", `/consultations/${body.consultationId}`, {
    token: await people.customer(2),
  });
  assert.deepEqual([mine.body, mine.headers.get("etag")], [body, headers.get("etag")]);

  // By the time the acceptance is there, the events of before have come too: they have raised nothing a second time.
  const by = await salesman(product, "now-1");
  expect(await act(product, by, body.consultationId, "accept"), 200);
  await eventually(async () => {
    const alarms = await alarmsAbout(product, people, "now-1", body.consultationId);
    assert.deepEqual(
      alarms.map(({ type }) => type),
      ["ConsultationProgressed", "ConsultationCreated"],
    );
  });
});

test("the same Idempotency-Key asks once and takes one place; with another body it is refused", async (t) => {
  await team(t, { "once-1": {} });
  const headers = { "idempotency-key": "consultation-key-1" };
  const first = await request(product, people, 3, { headers });
  const again = await request(product, people, 3, { headers });
  assert.deepEqual([again.status, again.body], [first.status, first.body]);
  const token = await people.customer(3);
  const other = { projectname: "다른 사업", phone: "010-4444-0001", content: "다른 문의" };
  assert.equal(
    (await product.request("POST", "/consultations", { token, headers, body: other })).status,
    422,
  );
  assert.equal((await everything(product, token, "/me/consultations?")).length, 1);
  assert.equal(await loadOf("once-1"), 1);
});

test("from the request to success: each step is told, and the place is given back at the end", async (t) => {
  await team(t, { "way-1": { capacity: 1 } });
  const { body } = await request(product, people, 4);
  const { consultationId } = body;
  const by = await salesman(product, "way-1");
  const assignments = await everything<NamedConsultation>(product, by, "/me/assignments?");
  const own = assignments.map(({ salesmanname, consultantname, etag, ...consultation }) => consultation);
  assert.deepEqual(own, [body]);
  const way = [
    await act(product, by, consultationId, "accept"),
    await act(product, by, consultationId, "progress", { step: "in progress" }),
    await act(product, by, consultationId, "progress", { step: "success" }),
  ];
  assert.deepEqual(
    way.map(({ status, body, headers }) => [status, (body as Consultation).step, headers.get("etag")]),
    [
      [200, "accepted", '"3"'],
      [200, "in progress", '"4"'],
      [200, "success", '"5"'],
    ],
  );
  await isFree("way-1");
  await eventually(async () => {
    assert.deepEqual((await matchOf(product, people, consultationId)).state, "closed");
  });
});

test("a reject cancels it, and who waited longest for the place gets it", async (t) => {
  await team(t, { "reject-1": { capacity: 1 } });
  const first = await request(product, people, 5);
  const second = await request(product, people, 6);
  const third = await request(product, people, 7);
  assert.deepEqual([first.status, second.status, third.status], [201, 202, 202]);
  const by = await salesman(product, "reject-1");
  const rejected = await act(product, by, first.body.consultationId, "reject");
  assert.deepEqual([rejected.status, (rejected.body as Consultation).step], [200, "canceled"]);
  await becomes(second.body.consultationId, { matchedsalesman: "reject-1" });
  assert.equal((await consultationOf(product, people, third.body.consultationId)).matchedsalesman, null);
  assert.equal((await act(product, by, second.body.consultationId, "reject", {})).status, 200);
  await becomes(third.body.consultationId, { matchedsalesman: "reject-1" });
  assert.equal((await act(product, by, third.body.consultationId, "reject")).status, 200);
  await isFree("reject-1");
});

test("handed back with a reason it goes to another, never to the same, and the alarm goes with it", async (t) => {
  await team(t, { "back-1": { capacity: 5 }, "back-2": { capacity: 1 } });
  const { body } = await request(product, people, 8);
  const { consultationId } = body;
  const [first, second] = [
    body.matchedsalesman ?? "",
    body.matchedsalesman === "back-1" ? "back-2" : "back-1",
  ];
  const back = (salesmanId: string, reason: string) =>
    salesman(product, salesmanId).then((by) => act(product, by, consultationId, "reject", { reason }));

  const { status, body: answered } = await back(first, "not my field");
  const { step, matchedsalesman } = answered as Consultation;
  assert.deepEqual([status, step, matchedsalesman], [200, "requested", null]);
  await becomes(consultationId, { matchedsalesman: second, step: "requested" });
  await isFree(first);
  await eventually(async () => {
    assert.equal((await alarmsAbout(product, people, first, consultationId)).length, 0);
    assert.ok((await alarmsAbout(product, people, second, consultationId)).length > 0);
  });
  assert.equal((await act(product, await salesman(product, first), consultationId, "accept")).status, 404);

  assert.equal((await back(second, "no time")).status, 200);
  await eventually(async () => {
    const waiting = await matchesIn(product, people, "waiting");
    assert.deepEqual(
      waiting.map(({ subject }) => subject.id),
      [consultationId],
    );
  });
  const { attempts } = await matchOf(product, people, consultationId);
  assert.deepEqual(
    attempts.map((attempt) => [attempt.salesmanId, attempt.outcome, attempt.because]),
    [
      [first, "handed back", "not my field"],
      [second, "handed back", "no time"],
      [null, "nobody", null],
    ],
  );
  assert.deepEqual(
    attempts
      .at(-1)
      ?.considered.filter(({ salesmanId }) => salesmanId.startsWith("back"))
      .map((one) => one.verdict),
    ["excluded", "excluded"],
  );
  await team(t, { "back-3": {} });
  await becomes(consultationId, { matchedsalesman: "back-3" });
  await isFree(second);
});

test("of two who decide at once one wins, and the other is told what it is now", async (t) => {
  await team(t, { "race-1": {} });
  const by = await salesman(product, "race-1");
  for (const verbs of [
    ["accept", "accept"],
    ["accept", "reject"],
    ["reject", "reject"],
  ] as const) {
    const { consultationId } = (await request(product, people, 9)).body;
    const answers = await Promise.all(verbs.map((verb) => act(product, by, consultationId, verb)));
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409], verbs.join());
    const { step } = await consultationOf(product, people, consultationId);
    const won = answers.find(({ status }) => status === 200);
    const lost = answers.find(({ status }) => status === 409);
    assert.equal((won?.body as Consultation).step, step);
    assert.ok(lost && problemOf(lost).state === step);
  }
});

test("every step out of order is refused with the steps that are possible, and changes nothing", async (t) => {
  await team(t, { "order-1": { capacity: 50 } });
  const by = await salesman(product, "order-1");
  const accept = ["accept"] as const;
  const begin = ["progress", { step: "in progress" }] as const;
  const succeed = ["progress", { step: "success" }] as const;
  const fail = ["progress", { step: "fail" }] as const;
  const reject = ["reject"] as const;
  const handBack = ["reject", { reason: "no time" }] as const;
  const cases = [
    { step: "requested", way: [], possible: ["accepted", "canceled"], refused: [begin, succeed, fail] },
    {
      step: "accepted",
      way: [accept],
      possible: ["in progress"],
      refused: [accept, reject, handBack, succeed, fail],
    },
    {
      step: "canceled",
      way: [reject],
      possible: [],
      refused: [accept, reject, handBack, begin, succeed, fail],
    },
    {
      step: "in progress",
      way: [accept, begin],
      possible: ["success", "fail"],
      refused: [accept, reject, handBack, begin],
    },
    {
      step: "success",
      way: [accept, begin, succeed],
      possible: [],
      refused: [accept, reject, handBack, begin, succeed, fail],
    },
    {
      step: "fail",
      way: [accept, begin, fail],
      possible: [],
      refused: [accept, reject, handBack, begin, succeed, fail],
    },
  ];
  for (const { step, way, possible, refused } of cases) {
    const { consultationId } = (await request(product, people, 10)).body;
    const path = `/consultations/${consultationId}`;
    for (const [verb, body] of way) expect(await act(product, by, consultationId, verb, body), 200);
    const before = await product.request("GET", path, { token: by });
    for (const [verb, body] of refused) {
      const answer = await act(product, by, consultationId, verb, body);
      const { state, possible: named } = problemOf(answer);
      assert.deepEqual([answer.status, state, named], [409, step, possible], `${step}: ${verb}`);
    }
    const now = await product.request("GET", path, { token: by });
    assert.deepEqual([now.headers.get("etag"), now.body], [before.headers.get("etag"), before.body], step);
  }
  // Those that are decided and not ended hold their places.
  await eventually(async () => {
    assert.equal(await loadOf("order-1"), 3);
  });
});

test("to whom it is not it does not exist, and a wrong role is told so", async (t) => {
  await team(t, { "mine-1": {} });
  const { consultationId } = (await request(product, people, 11)).body;
  const path = `/consultations/${consultationId}`;
  const customer = await people.customer(11);
  const [stranger, otherSalesman] = [await people.customer(12), await salesman(product, "other-1")];
  const status = async (method: string, path: string, token?: string, body?: unknown) =>
    (await product.request(method, path, { ...(token !== undefined && { token }), body })).status;

  for (const token of [customer, people.staff, await salesman(product, "mine-1")]) {
    assert.equal(await status("GET", path, token), 200);
  }
  for (const token of [stranger, otherSalesman]) assert.equal(await status("GET", path, token), 404);
  assert.equal(await status("GET", path), 401);
  assert.equal(await status("PATCH", path, stranger, { content: "남의 것" }), 404);
  assert.equal(await status("PATCH", path, people.staff, { content: "남의 것" }), 403);
  for (const verb of ["accept", "reject", "progress"]) {
    const body = verb === "progress" ? { step: "in progress" } : undefined;
    assert.equal(await status("POST", `${path}/${verb}`, otherSalesman, body), 404, verb);
    assert.equal(await status("POST", `${path}/${verb}`, customer, body), 403, verb);
    assert.equal(await status("POST", `${path}/${verb}`, people.staff, body), 403, verb);
    assert.equal(await status("POST", `${path}/${verb}`, undefined, body), 401, verb);
  }
  const none = "/consultations/00000000-0000-4000-8000-000000000000";
  assert.equal(await status("GET", none, people.staff), 404);
  assert.equal(await status("POST", `${none}/accept`, otherSalesman), 404);
  assert.equal(await status("POST", "/consultations", otherSalesman, {}), 403);
  for (const token of [customer, otherSalesman]) {
    for (const staffs of [
      ["GET", "/staff/consultations"],
      ["GET", `/staff${path}/match`],
      ["POST", `/staff${path}/assign`],
      ["GET", "/staff/matches?state=waiting"],
      ["GET", "/salesmen"],
    ] as const) {
      const body = staffs[0] === "POST" ? { salesmanId: "other-1" } : undefined;
      assert.equal(await status(staffs[0], staffs[1], token, body), 403, staffs.join(" "));
    }
  }
  assert.deepEqual(await everything(product, stranger, "/me/consultations?"), []);
  assert.deepEqual(await everything(product, otherSalesman, "/me/assignments?"), []);
  assert.equal((await consultationOf(product, people, consultationId)).step, "requested");
});

test("the customer changes the request until it is decided, on the version that was read", async (t) => {
  await team(t, { "edit-1": {} });
  const { body, headers } = await request(product, people, 13);
  const token = await people.customer(13);
  const edit = (etag: string, content: string) =>
    product.request("PATCH", `/consultations/${body.consultationId}`, {
      token,
      headers: { "if-match": etag },
      body: { content },
    });
  const etag = headers.get("etag") ?? "";
  const edited = await edit(etag, "하나");
  assert.deepEqual([edited.status, edited.body], [200, { ...body, content: "하나" }]);
  assert.equal((await edit(etag, "둘")).status, 412);
  expect(await act(product, await salesman(product, "edit-1"), body.consultationId, "accept"), 200);
  const late = await edit('"4"', "셋");
  assert.deepEqual([late.status, problemOf(late).state], [409, "accepted"]);
  assert.equal((await consultationOf(product, people, body.consultationId)).content, "하나");
});

test("staff assign by hand: recorded as such, to who is away too, but never above the capacity or to a stranger", async (t) => {
  await team(t, { "hand-1": {}, "hand-2": { capacity: 1, available: false } });
  const { consultationId } = (await request(product, people, 14)).body;
  const other = (await request(product, people, 15)).body.consultationId;
  const assign = (id: string, salesmanId: string) =>
    product.request("POST", `/staff/consultations/${id}/assign`, {
      token: people.staff,
      body: { salesmanId },
    });
  expect(await assign(consultationId, "hand-2"), 200);
  await becomes(consultationId, { matchedsalesman: "hand-2" });
  const { attempts } = await matchOf(product, people, consultationId);
  assert.deepEqual(
    attempts.map(({ salesmanId, byHand, outcome, reasons }) => [
      salesmanId,
      byHand,
      outcome,
      reasons[0]?.code,
    ]),
    [
      ["hand-1", null, "replaced", attempts[0]?.reasons[0]?.code],
      ["hand-2", "staff-1", "open", "by-hand"],
    ],
  );
  const full = await assign(other, "hand-2");
  assert.deepEqual([full.status, problemOf(full).state], [409, "full"]);
  assert.equal((await assign(other, "nobody-1")).status, 400);
  assert.equal((await consultationOf(product, people, other)).matchedsalesman, "hand-1");
  await eventually(async () => {
    assert.deepEqual([await loadOf("hand-1"), await loadOf("hand-2")], [1, 1]);
  });
  expect(await act(product, await salesman(product, "hand-2"), consultationId, "accept"), 200);
  // Until matching has heard of the acceptance it may still assign; the acceptance undoes that.
  await eventually(async () => {
    assert.equal((await assign(consultationId, "hand-1")).status, 409);
    const { salesmanId, accepted } = await matchOf(product, people, consultationId);
    assert.deepEqual([salesmanId, accepted], ["hand-2", true]);
  });
  assert.equal((await consultationOf(product, people, consultationId)).matchedsalesman, "hand-2");
});

test("staff see why this one, and for each other why not", async (t) => {
  const specialties = ["스마트공장"];
  const busy = { specialties, regions: ["대구"], capacity: 1 };
  const today = new Date();
  const day = (offset: number) => new Date(today.getTime() + offset * 86_400_000).toISOString().slice(0, 10);
  await team(t, {
    "why-fit": { specialties, regions: ["대구"], capacity: 10 },
    "why-full": busy,
    "why-away": { ...busy, available: false },
    "why-leave": { ...busy, leave: [{ from: day(-2), to: day(2) }] },
    "why-field": { specialties: ["클라우드"], regions: ["대구"] },
    "why-region": { specialties, regions: ["부산"] },
    "why-consultant": { specialties, regions: ["대구"], kind: "consultant" },
  });
  const first = (await request(product, people, 16)).body.consultationId;
  const filled = await product.request("POST", `/staff/consultations/${first}/assign`, {
    token: people.staff,
    body: { salesmanId: "why-full" },
  });
  expect(filled, 200);
  const { body } = await request(product, people, 17, { projectname: "[대구] 스마트공장 보급사업" });
  assert.deepEqual([body.matchedsalesman, body.matchedconsultant], ["why-fit", "why-consultant"]);
  const { attempts } = await matchOf(product, people, body.consultationId);
  const [attempt] = attempts;
  assert.ok(attempt);
  assert.ok(
    attempt.reasons.some(({ code, text }) => code === "specialty-fit" && text.includes("스마트공장")),
  );
  assert.ok(attempt.reasons.some(({ code, text }) => code === "region-fit" && text.includes("대구")));
  const verdicts = attempt.considered.filter(({ salesmanId }) => salesmanId.startsWith("why"));
  assert.deepEqual(Object.fromEntries(verdicts.map(({ salesmanId, verdict }) => [salesmanId, verdict])), {
    "why-fit": "chosen",
    "why-consultant": "chosen",
    "why-full": "full",
    "why-away": "unavailable",
    "why-leave": "on leave",
    "why-field": "specialty",
    "why-region": "region",
  });
  assert.ok(verdicts.every(({ text }) => /[가-힣]/.test(text)));
});

test("the customer's present salesman is kept, though others have less to do", async (t) => {
  await team(t, { "kept-1": { capacity: 10 } });
  assert.equal((await request(product, people, 18)).body.matchedsalesman, "kept-1");
  await team(t, { "kept-2": { capacity: 10 } });
  const again = (await request(product, people, 18)).body;
  assert.equal(again.matchedsalesman, "kept-1");
  assert.equal((await request(product, people, 19)).body.matchedsalesman, "kept-2");
  const { attempts } = await matchOf(product, people, again.consultationId);
  assert.ok(attempts[0]?.reasons.some(({ code }) => code === "present-salesman"));
  await editPerson(product, people, "kept-1", { available: false });
  assert.equal((await request(product, people, 18)).body.matchedsalesman, "kept-2", "unless he is away");
});

test("after all of this everyone's load is the truth", async () => {
  await capacityIsTrue(product, people);
  assert.deepEqual(await matchesIn(product, people, "waiting"), []);
});
