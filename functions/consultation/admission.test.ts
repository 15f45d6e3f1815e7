import assert from "node:assert/strict";
import { test } from "node:test";
import { admission, Crowded } from "./admission.ts";

const harmless = new Error("It says nothing.");

/** Works that end when they are told to. */
const crowd = (limits: { first: number; least: number; most: number }) => {
  const { admit } = admission({ ...limits, isInVain: (error) => error !== harmless });
  const ends: { well: () => void; badly: () => void; otherwise: () => void; done: Promise<unknown> }[] = [];
  /** How many of so many are let in. */
  const ask = async (count: number): Promise<number> => {
    const before = ends.length;
    for (let asked = 0; asked < count; asked++) {
      const { promise, resolve, reject } = Promise.withResolvers<undefined>();
      const seen = { isIn: false };
      const done = admit(() => {
        seen.isIn = true;
        return promise;
      }).catch((error: unknown) => error);
      if (seen.isIn) {
        ends.push({
          well: () => {
            resolve(undefined);
          },
          badly: () => {
            reject(new Error("It took too long."));
          },
          otherwise: () => {
            reject(harmless);
          },
          done,
        });
      } else assert.ok((await done) instanceof Crowded);
    }
    return ends.length - before;
  };
  const endAll = async (how: "well" | "badly" | "otherwise"): Promise<void> => {
    const all = ends.splice(0);
    for (const end of all) end[how]();
    await Promise.all(all.map(({ done }) => done));
  };
  return { ask, endAll };
};

test("so many are let in at once, and again when they are done", async () => {
  const { ask, endAll } = crowd({ first: 3, least: 1, most: 3 });
  assert.equal(await ask(10), 3);
  await endAll("well");
  assert.equal(await ask(10), 3);
  await endAll("well");
});

test("while all get what they wait for, more are let in, up to the most", async () => {
  const { ask, endAll } = crowd({ first: 2, least: 1, most: 4 });
  for (const expected of [2, 3, 4, 4]) {
    assert.equal(await ask(10), expected);
    await endAll("well");
  }
});

test("those who waited in vain halve it once, however many they were, but not below the least", async () => {
  const { ask, endAll } = crowd({ first: 8, least: 2, most: 8 });
  for (const expected of [8, 4, 2, 2]) {
    assert.equal(await ask(10), expected);
    await endAll("badly");
  }
});

test("who is alone is not what makes it wider", async () => {
  const { ask, endAll } = crowd({ first: 2, least: 1, most: 8 });
  for (let alone = 0; alone < 5; alone++) {
    assert.equal(await ask(1), 1);
    await endAll("well");
  }
  assert.equal(await ask(10), 2);
  await endAll("well");
});

test("what says nothing about the crowd changes nothing", async () => {
  const { ask, endAll } = crowd({ first: 4, least: 1, most: 8 });
  for (let times = 0; times < 3; times++) {
    assert.equal(await ask(10), 4);
    await endAll("otherwise");
  }
});
