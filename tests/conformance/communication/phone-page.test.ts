import assert from "node:assert/strict";
import test from "node:test";
import { runInNewContext } from "node:vm";
import type { Communication } from "../../../local/communication/server.ts";
import { clientOf, communicationFor, phone, sender } from "./communication-fixture.ts";

/** As much of an element as the page uses. Text goes in as text alone: there is no way to put markup in. */
class FakeElement {
  textContent = "";
  className = "";
  dateTime = "";
  children: FakeElement[] = [];
  append(...elements: FakeElement[]): void {
    this.children.push(...elements);
  }
  prepend(element: FakeElement): void {
    this.children.unshift(element);
  }
  get lastElementChild(): { remove: () => void } {
    return { remove: () => this.children.pop() };
  }
  texts(): string[] {
    return [this.textContent, ...this.children.flatMap((child) => child.texts())].filter(
      (text) => text !== "",
    );
  }
}

/** Opens the page in a browser of its own making; `tick` is the page's next look at the outbox. */
const openPage = async (service: Communication) => {
  const page = await (await fetch(service.endpoint)).text();
  const script = /<script>(.*)<\/script>/s.exec(page)?.[1] ?? "";
  const elements: Record<string, FakeElement> = { ol: new FakeElement(), "#state": new FakeElement() };
  let looked = Promise.withResolvers<undefined>();
  let next: (() => Promise<void>) | undefined;
  runInNewContext(script, {
    document: {
      querySelector: (selector: string) => elements[selector],
      createElement: () => new FakeElement(),
    },
    fetch: (path: string, init: RequestInit) => fetch(new URL(path, service.endpoint), init),
    ...{ AbortSignal, encodeURIComponent, Date, Error },
    setTimeout: (loop: () => Promise<void>) => {
      next = loop;
      looked.resolve(undefined);
    },
  });
  await looked.promise;
  const tick = async (): Promise<void> => {
    looked = Promise.withResolvers();
    await next?.();
    await looked.promise;
  };
  return { list: elements["ol"] ?? new FakeElement(), state: elements["#state"] ?? new FakeElement(), tick };
};

test("the page shows the messages, newest first, and those that come while it is open", async (t) => {
  const service = await communicationFor(t);
  const { list, state, tick } = await openPage(service);
  assert.equal(state.textContent, "No message yet.");
  const hostile = "<img src=x onerror=alert(1)> 접수 시작";
  for (const message of ["first", hostile]) {
    await clientOf(service).send({ from: sender, to: [phone(1)], message });
    await tick();
  }
  assert.equal(state.textContent, "2 messages.");
  assert.deepEqual(
    list.children.map((item) => item.texts().at(-1)),
    [hostile, "first"],
  );
  assert.ok(list.children[0]?.texts().includes(`To ${phone(1)}`));
});

test("the page shows the newest 200 of many and says how many there are", async (t) => {
  const service = await communicationFor(t);
  const client = clientOf(service);
  const sendHundred = (message: string) =>
    client.send({ from: sender, to: Array.from({ length: 100 }, (_, index) => phone(index)), message });
  await sendHundred("a");
  const { list, state, tick } = await openPage(service);
  await sendHundred("b");
  await sendHundred("c");
  await tick();
  assert.equal(list.children.length, 200);
  assert.deepEqual([...new Set(list.children.map((item) => item.texts().at(-1)))], ["c", "b"]);
  assert.equal(state.textContent, "300 messages; the newest 200 are shown.");
});

test("the page says when the outbox does not answer, and goes on asking", async (t) => {
  const service = await communicationFor(t);
  const { state, tick } = await openPage(service);
  await service.close();
  await tick();
  assert.match(state.textContent, /^The outbox does not answer: /);
  await tick();
});
