import assert from "node:assert/strict";
import { test } from "node:test";
import { InvocationContext } from "@azure/functions";
import type { AnyEvent } from "../../shared/contract/envelope.ts";
import type { MatchConsultationInput, MatchProgress } from "../../shared/contract/match-consultation.ts";
import type { CommandOptions, Executed } from "../../shared/cosmos/aggregates.ts";
import { CircuitOpen } from "../../shared/domain/circuit-breaker.ts";
import { Contended } from "../../shared/domain/errors.ts";
import { Crowded } from "./admission.ts";
import type { Consultations } from "./consultations.ts";
import { consultationDecider, type ConsultationCommand, type ConsultationState } from "./domain.ts";
import { matchAtOnce } from "./match-at-once.ts";
import { type Matched, NotMatchedNow, type Matcher } from "./matcher.ts";

const at = new Date("2027-03-01T01:00:00.000Z");
const origin = { at, correlationid: "correlation-1", traceparent: "00-trace" };
const eventId = "event-1";
const etag = '"1"';
const matched: MatchProgress = { state: "matched", salesmanId: "salesman-1", consultantId: null, version: 3 };

const toldOf = (progress: MatchProgress): Matched => ({ progress, alarmed: Promise.resolve() });

const requested: ConsultationState = {
  consultation: {
    consultationId: "consultation-1",
    customerId: "customer-1",
    projectname: "이음5G 실증사업",
    customername: "김하늘",
    phone: "010-0000-0001",
    content: "문의",
    region: "서울",
    matchedsalesman: null,
    matchedconsultant: null,
    step: "requested",
    requestedAt: at.toISOString(),
  },
  matchVersion: 0,
};

/** The answer of the commit, as it is for a request that was made now; a repeated one has stored no events. */
const committed = ({ isRepeated = false } = {}): Executed<ConsultationState> => ({
  state: requested,
  version: 1,
  created: true,
  changed: true,
  etag,
  events: isRepeated
    ? []
    : [
        {
          specversion: "1.0",
          id: eventId,
          source: "/contexts/consultation",
          type: "ConsultationCreated",
          subject: "consultation-1",
          time: at.toISOString(),
          datacontenttype: "application/json",
          dataversion: 1,
          aggregateversion: 1,
          correlationid: origin.correlationid,
          data: requested.consultation,
        },
      ],
});

type Said = { level: string; message: string };

/** One request with a matcher that does what it is told, and the consultations that there are. */
const requestWith = (
  matcher: Matcher["matched"],
  options: {
    isRepeated?: boolean;
    present?: ConsultationState;
    broken?: Error;
    saved?: AnyEvent[];
    showing?: Promise<void>;
  } = {},
) => {
  const {
    isRepeated = false,
    present = requested,
    broken,
    saved = [],
    showing = Promise.resolve(),
  } = options;
  const asked: MatchConsultationInput[] = [];
  const executed: { command: ConsultationCommand; options: CommandOptions }[] = [];
  const shown: (readonly AnyEvent[])[] = [];
  const said: Said[] = [];
  const saying = (level: string) => (message: string) => {
    said.push({ level, message });
  };
  const fail = (): void => {
    if (broken) throw broken;
  };
  const consultations: Consultations = {
    // eslint-disable-next-line @typescript-eslint/require-await
    load: async () => {
      fail();
      return { state: present, version: 2, etag };
    },
    // eslint-disable-next-line @typescript-eslint/require-await
    execute: async (_, command, options) => {
      fail();
      executed.push({ command, options });
      const events = consultationDecider.decide(command, present);
      const state = events.reduce<ConsultationState>(consultationDecider.evolve, present);
      return { state, version: 2, created: false, changed: events.length > 0, events: saved };
    },
    list: () => Promise.resolve([]),
  };
  const answer = matchAtOnce(
    committed({ isRepeated }),
    {
      context: new InvocationContext(),
      origin,
      log: { info: saying("info"), warn: saying("warn"), error: saying("error") },
    },
    {
      consultations,
      matcher: {
        matched: (input, context) => {
          asked.push(input);
          return matcher(input, context);
        },
      },
      show: (events) => {
        shown.push(events);
        return showing;
      },
    },
  );
  return { answer, asked, executed, shown, said };
};

test("the match is asked for with all that the choice needs, and with the event whose alarm is raised at once", async () => {
  const { answer, asked } = requestWith(() => Promise.resolve(toldOf(matched)));
  await answer;
  assert.deepEqual(asked, [
    {
      consultationId: "consultation-1",
      projectname: "이음5G 실증사업",
      customerId: "customer-1",
      content: "문의",
      region: "서울",
      eventId,
      requestedAt: at.toISOString(),
      correlationid: "correlation-1",
      traceparent: "00-trace",
    },
  ]);
});

test("the match is saved on the request, caused by its event, and answered with the version that it has then", async () => {
  const { answer, executed } = requestWith(() => Promise.resolve(toldOf(matched)));
  const { state, version } = await answer;
  assert.deepEqual([state.consultation.matchedsalesman, version], ["salesman-1", 2]);
  assert.deepEqual(executed, [
    {
      command: { type: "EditSalesman", salesmanId: "salesman-1", consultantId: null, version: 3 },
      options: {
        origin: { ...origin, causationid: eventId },
        known: { state: requested, version: 1, etag },
      },
    },
  ]);
});

test("a repeated request asks for no match: it looks, and answers what is there by now", async () => {
  const present = {
    ...requested,
    consultation: { ...requested.consultation, matchedsalesman: "salesman-2" },
  };
  const { answer, asked, executed } = requestWith(() => Promise.resolve(toldOf(matched)), {
    isRepeated: true,
    present,
  });
  const { state, version } = await answer;
  assert.deepEqual([state, version], [present, 2]);
  assert.deepEqual([asked, executed], [[], []]);
});

test("a repeated request that cannot look answers what was stored", async () => {
  const { answer } = requestWith(() => Promise.resolve(toldOf(matched)), {
    isRepeated: true,
    broken: new Error("The database is away."),
  });
  const { state, version } = await answer;
  assert.deepEqual([state, version], [requested, 1]);
});

// What a customer gets when it is not matched now: her request as it was stored, whatever the reason.
const refusals: [string, Error, "info" | "warn"][] = [
  ["nobody is free", new NotMatchedNow("It is waiting."), "info"],
  ["too many wait already", new Crowded("32 wait already."), "info"],
  ["the breaker is open", new CircuitOpen("It is left alone."), "info"],
  ["Durable does not answer", new Error("No answer within 3000 ms."), "warn"],
  ["what comes back makes no sense", new TypeError("undefined is not a function"), "warn"],
];
for (const [why, error, level] of refusals) {
  test(`${why}: the request is answered as it was stored, and the reason is logged as ${level}`, async () => {
    const { answer, executed, said } = requestWith(() => Promise.reject(error));
    const { state, version } = await answer;
    assert.deepEqual([state, version, executed], [requested, 1, []]);
    assert.deepEqual(
      said.map((line) => line.level),
      [level],
    );
  });
}

test("a matcher that throws before it promises anything does no harm either", async () => {
  const { answer } = requestWith(() => {
    throw new Error("There is no Durable client.");
  });
  assert.equal((await answer).version, 1);
});

test("a match that cannot be saved now is saved by its event later: the request is answered as it was stored", async () => {
  const { answer, said } = requestWith(() => Promise.resolve(toldOf(matched)), { broken: new Contended() });
  assert.equal((await answer).state.consultation.matchedsalesman, null);
  assert.equal(said.length, 1);
});

test("matched to nobody, nothing is saved", async () => {
  const { answer, executed } = requestWith(() => Promise.resolve(toldOf({ ...matched, salesmanId: null })));
  assert.equal((await answer).state.consultation.matchedsalesman, null);
  assert.deepEqual(executed, []);
});

test("the match is saved and shown while its alarm is raised, and the answer comes when all is done", async () => {
  const saved = committed().events.map((event) => ({ ...event, aggregateversion: 2 }));
  for (const [last, first] of [
    ["alarmed", "showing"],
    ["showing", "alarmed"],
  ] as const) {
    const [alarmed, showing] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const { answer, executed, shown } = requestWith(
      () => Promise.resolve({ progress: matched, alarmed: alarmed.promise }),
      { saved, showing: showing.promise },
    );
    let isAnswered = false;
    void answer.then(() => {
      isAnswered = true;
    });
    const ends = { alarmed, showing };
    ends[first].resolve(undefined);
    await new Promise((done) => setImmediate(done));
    assert.deepEqual([executed.length, shown, isAnswered], [1, [saved], false], `before it is ${last}`);
    ends[last].resolve(undefined);
    assert.equal((await answer).state.consultation.matchedsalesman, "salesman-1");
  }
});
