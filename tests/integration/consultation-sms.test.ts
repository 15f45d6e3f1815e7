import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cosmosConsultationNotes } from "../../functions/notification/consultation-notes.ts";
import {
  consultationSms,
  type ConsultationSmsSettings,
} from "../../functions/notification/consultation-sms.ts";
import { cosmosOptOuts } from "../../functions/notification/opt-outs.ts";
import type { EventOf } from "../../shared/contract/events.ts";
import { newId } from "../../shared/domain/ids.ts";
import type { SmsSender } from "../../shared/sms/sms-sender.ts";
import { startedCosmos } from "./started-cosmos.ts";

const cosmos = await startedCosmos();
const container = cosmos.container("notification");
const customerPhone = "+821000000001";
const salesmanPhone = "+821000000021";

/** The SMS of one consultation, over the real store; the carrier knows a repeated message, and may be down. */
const world = (settings: Partial<ConsultationSmsSettings> = {}) => {
  const consultationId = newId();
  const sent = new Map<string, { to: string; text: string }>();
  const carrier = { down: 0 };
  const sms: SmsSender = {
    maxRecipients: 100,
    send: ({ text, to, repeatability }) => {
      if (carrier.down-- > 0) return Promise.reject(new Error("503"));
      return Promise.resolve(
        to.map((phone) => {
          sent.set(`${repeatability.key} ${phone}`, { to: phone, text });
          return { to: phone, outcome: "sent" as const, messageId: newId() };
        }),
      );
    },
  };
  const optOuts = cosmosOptOuts(container);
  const handlers = consultationSms({
    notes: cosmosConsultationNotes(container),
    optOuts,
    sms,
    clock: () => new Date("2027-03-02T03:00:00.000Z"),
    settings: { matched: true, accepted: true, assigned: true, ...settings },
  });
  const common = {
    specversion: "1.0",
    time: "2027-03-02T02:00:00.000Z",
    datacontenttype: "application/json",
    dataversion: 1,
    correlationid: "test",
  } as const;
  const data = {
    consultationId,
    projectname: "이음5G 실증사업",
    customerId: `customer-${consultationId}`,
    customername: "김하늘",
    phone: "010-0000-0001",
    content: "비용이 궁금합니다.",
    matchedsalesman: null,
    matchedconsultant: null,
    step: "requested",
    requestedAt: common.time,
  } as const;
  const source = "/contexts/consultation";
  const created: EventOf<"ConsultationCreated"> = {
    ...common,
    id: newId(),
    source,
    subject: consultationId,
    type: "ConsultationCreated",
    aggregateversion: 1,
    data,
  };
  const accepted: EventOf<"ConsultationProgressed"> = {
    ...common,
    id: newId(),
    source,
    subject: consultationId,
    type: "ConsultationProgressed",
    aggregateversion: 3,
    data: { ...data, step: "accepted", from: "requested" },
  };
  const matched = (version: number, salesmanname: string): EventOf<"SalesmanMatched"> => ({
    ...common,
    id: newId(),
    source: "/contexts/matching",
    subject: `match-${consultationId}`,
    type: "SalesmanMatched",
    aggregateversion: version,
    data: {
      matchId: `match-${consultationId}`,
      subject: { type: "consultation", id: consultationId },
      projectname: data.projectname,
      salesmanId: "salesman-1",
      salesmanname,
      salesmanphone: "010-0000-0021",
      consultantId: null,
      reasons: [],
    },
  });
  const handle = (event: { type: string }) =>
    (handlers as unknown as Record<string, (event: unknown) => Promise<void>>)[event.type]?.(event);
  const texts = () => [...sent.values()].map(({ to, text }) => `${to} ${text}`).toSorted();
  return { consultationId, handle, created, accepted, matched, texts, carrier, optOuts, data };
};

const told = {
  match: `${customerPhone} [KT.GG] 이음5G 실증사업 상담 담당자: 박영업`,
  acceptance: `${customerPhone} [KT.GG] 이음5G 실증사업 상담이 수락되었습니다. 곧 연락드립니다.`,
  assignment: `${salesmanPhone} [KT.GG] 새 상담이 배정되었습니다: 이음5G 실증사업`,
};

test("in any order, and each twice: the customer is told of the match and of acceptance once, the salesman of the assignment once", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([0, 1, 2, 0, 1, 2], { minLength: 6, maxLength: 6 }),
      async (order) => {
        const { handle, created, accepted, matched, texts } = world();
        const events = [created, matched(2, "박영업"), accepted];
        for (const index of order) await handle(events[index] ?? created);
        assert.deepEqual(texts(), [told.match, told.acceptance, told.assignment].toSorted());
      },
    ),
    { numRuns: 15 },
  );
});

test("a re-match tells of the new salesman; an older match that comes late tells nobody", async () => {
  const { handle, created, matched, texts } = world();
  await handle(created);
  await handle(matched(4, "이대리"));
  await handle(matched(2, "박영업"));
  assert.equal(texts().length, 2);
  assert.match(texts()[0] ?? "", /이대리/);
});

test("what was sent before a crash is not sent again, and what was not is", async () => {
  const { handle, created, matched, texts, carrier } = world();
  const match = matched(2, "박영업");
  await handle(created);
  carrier.down = 1;
  await assert.rejects(Promise.resolve(handle(match)), /503/);
  await handle(match);
  assert.deepEqual(texts(), [told.match, told.assignment].toSorted());
});

test("a customer who opted out is told nothing; the salesman is", async () => {
  const { handle, created, matched, accepted, texts, optOuts, data } = world();
  await optOuts.set({ customerId: data.customerId }, true, new Date());
  for (const event of [created, matched(2, "박영업"), accepted]) await handle(event);
  assert.deepEqual(texts(), [told.assignment]);
});

test("each of the three can be switched off", async () => {
  const off = { matched: false, accepted: false, assigned: false };
  const { handle, created, matched, accepted, texts } = world(off);
  for (const event of [created, matched(2, "박영업"), accepted]) await handle(event);
  assert.deepEqual(texts(), []);
});
