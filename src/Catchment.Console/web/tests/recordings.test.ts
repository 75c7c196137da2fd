import assert from "node:assert/strict";
import { test } from "node:test";
import type { Recording } from "../src/api/types";
import { BoxTrack, freePlace, setColour, shortClass } from "../src/recordings/boxes";
import { Lanes } from "../src/recordings/lanes";
import { following, justAfter, merge } from "../src/recordings/list";
import { parseNaive } from "../src/state/clock";

const recording = (event: string, start: string, view = "a"): Recording => ({
  day: start.slice(0, 10), event, node: "n", view, start, end: start, width: 1, height: 1, pictures: 0, sets: [], labels: [],
});
const row = (time: string, object_id: string) => ({ time, object_id });

test("rows belong to the nearest picture, if one is near", () => {
  const track = new BoxTrack([row("2026-03-01T08:00:01.000000", "b"), row("2026-03-01T08:00:00.000000", "a"), row("2026-03-01T08:00:01.000000", "c")]);
  const at = (time: string) => track.at(parseNaive(time)).map((r) => r.object_id);
  assert.deepEqual(at("2026-03-01T08:00:00.010000"), ["a"]);
  assert.deepEqual(at("2026-03-01T08:00:00.600000"), ["b", "c"]);
  assert.deepEqual(at("2026-03-01T07:59:59.600000"), ["a"]);
  assert.deepEqual(at("2026-03-01T07:59:59.400000"), []);
  assert.deepEqual(at("2026-03-01T08:00:01.600000"), []);
  assert.deepEqual(track.at(NaN), []);
  assert.deepEqual(new BoxTrack([]).at(0), []);
});

test("a class name loses the numbers behind it, and a type has one colour", () => {
  assert.equal(shortClass("Ann: 99.61% (0.512345|-0.120001|1|1)"), "Ann: 99.61%");
  assert.equal(shortClass("28.4 mph: R-to-L"), "28.4 mph: R-to-L");
  assert.equal(shortClass(undefined), "");
  assert.equal(setColour("xyz"), setColour("xyz"));
});

test("a lane for each view, over the hours that have events", () => {
  const lanes = new Lanes([recording("1", "2026-03-01T08:10:00.000000", "b"), recording("2", "2026-03-01T10:00:00.000000"), recording("3", "2026-03-01T10:30:00.000000")], "2026-03-01");
  assert.deepEqual(lanes.names, ["n a", "n b"]);
  assert.deepEqual(lanes.range.map((t) => new Date(t).toISOString().slice(11, 16)), ["08:00", "11:00"]);
  assert.equal(lanes.nearest(0, parseNaive("2026-03-01T10:20:00"), 3_600_000)?.event, "3");
  assert.equal(lanes.nearest(0, parseNaive("2026-03-01T10:20:00"), 1000), undefined);
  assert.equal(lanes.nearest(1, parseNaive("2026-03-01T10:20:00"), 1000), undefined);
  assert.deepEqual(new Lanes([], "2026-03-01").range.map((t) => new Date(t).toISOString().slice(8, 13)), ["01T00", "02T00"]);
});

test("news take the place of what was there, and new events come in their order", () => {
  const [a, b] = [recording("a", "2026-03-01T08:00:00.000000"), recording("b", "2026-03-01T09:00:00.000000")];
  const grown = { ...a, pictures: 5 };
  const late = recording("c", "2026-03-01T08:30:00.000000");
  assert.deepEqual(merge([b, a], [grown]), [b, grown]);
  assert.deepEqual(merge([b, a], [late, grown]).map((r) => r.event), ["b", "c", "a"]);
  assert.equal(following([b, a], "b"), a);
  assert.equal(following([b, a], "a"), undefined);
  assert.equal(following([b, a], "x"), undefined);
});

test("one microsecond later is a time of the API", () => {
  assert.equal(justAfter("2026-03-01T08:00:00.809000"), "2026-03-01T08:00:00.809001");
  assert.equal(justAfter("2026-12-31T23:59:59.999999"), "2027-01-01T00:00:00");
});

test("labels of a picture do not lie over each other", () => {
  const label = (top: number) => ({ left: 10, top, width: 100, height: 20 });
  assert.equal(freePlace(label(80), []).top, 80);
  assert.equal(freePlace(label(80), [label(75)]).top, 55);
  assert.equal(freePlace({ ...label(80), left: 110 }, [label(80)]).top, 80);
  // No room above: at the top, then below.
  assert.equal(freePlace(label(-5), []).top, 0);
  assert.equal(freePlace(label(5), [label(0)]).top, 20);
});
