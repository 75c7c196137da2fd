import assert from "node:assert/strict";
import { test } from "node:test";
import { formatNaive, parseNaive } from "../src/state/clock";
import { bytes, clock, duration, shortCount } from "../src/state/text";
import { nextDay } from "../src/pieces/timerange";

test("a local time is read as it stands, in any zone of the browser", () => {
  assert.equal(formatNaive(parseNaive("2026-03-29T02:30:15.809000")), "2026-03-29T02:30:15");
  assert.equal(parseNaive("2026-03-01T00:00:00.5") - parseNaive("2026-03-01"), 500);
  assert.ok(Number.isNaN(parseNaive("2026-03-01T00:00:00Z")));
});

test("durations have at most two units", () => {
  assert.deepEqual([0, 59_999, 60_000, 3_600_000, 11_100_000, 90_000_000].map(duration), ["0 s", "59 s", "1 min", "1 h", "3 h 5 min", "1 d"]);
});

test("numbers are short", () => {
  assert.deepEqual([bytes(999), bytes(60_400), bytes(212e9)], ["999 B", "60.4 kB", "212 GB"]);
  assert.deepEqual([shortCount(950), shortCount(12_345), shortCount(4_100_000)], ["950", "12.3 k", "4.1 M"]);
});

test("today's times come without their date", () => {
  assert.equal(clock("2026-03-01T08:18:31.809", "2026-03-01"), "08:18:31");
  assert.equal(clock("2026-02-28T08:18:31.809", "2026-03-01"), "2026-02-28 08:18:31");
  assert.equal(clock("2026-03-01T08:18:31.809", "2026-03-01", 3), "08:18:31.809");
});

test("the day after the last of a month is the first of the next", () => {
  assert.equal(nextDay("2028-02-28"), "2028-02-29");
  assert.equal(nextDay("2026-12-31"), "2027-01-01");
});
