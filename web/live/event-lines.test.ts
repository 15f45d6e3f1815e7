import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { openEventReader, type StreamEvent } from "./event-lines.ts";

const stream = [
  "retry: 1000\n\n",
  "event: ready\nid: 1-2\ndata: {}\n\n",
  ": still here\n\n",
  'event: alarm\nid: 3-2\ndata: {"text":"공고 시작: 5G"}\n\n',
  "data:first\ndata: second\n\n",
  "id: 4-2\n\n",
  "data\nunknown: x\n\n",
].join("");

const events: StreamEvent[] = [
  { event: "ready", id: "1-2", data: "{}" },
  { event: "alarm", id: "3-2", data: '{"text":"공고 시작: 5G"}' },
  { event: "message", id: "3-2", data: "first\nsecond" },
  { event: "message", id: "4-2", data: "" },
];

test("events are read as the standard says, whatever their line ends", () => {
  for (const end of ["\n", "\r\n", "\r"])
    assert.deepEqual(openEventReader()(stream.replaceAll("\n", end) + " "), events);
});

test("property: pieces that end anywhere give the same events", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("\n", "\r\n"),
      fc.array(fc.nat({ max: stream.length + 40 }), { maxLength: 12 }),
      (end, cuts) => {
        const text = stream.replaceAll("\n", end);
        const read = openEventReader();
        const places = [
          0,
          ...cuts.filter((cut) => cut <= text.length).toSorted((one, other) => one - other),
          text.length,
        ];
        const pieces = places.slice(1).map((place, index) => text.slice(places[index], place));
        assert.deepEqual(pieces.flatMap(read), events);
      },
    ),
  );
});
