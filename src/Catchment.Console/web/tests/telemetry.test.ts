import assert from "node:assert/strict";
import { test } from "node:test";
import { extent, lineOf, readBuckets, renewed } from "../src/telemetry/buckets";
import { axesOf, byDevice, readSeries, writeSeries } from "../src/telemetry/series";
import { shortNumber, valueText } from "../src/telemetry/text";
import { formatDuration, formatUtc, moved, parseDuration, parseUtc, pinched, readRange, widthFor, writeRange, zoomed } from "../src/telemetry/time";

test("times are UTC to the microsecond, whatever the zone here", () => {
  assert.equal(parseUtc("1970-01-02"), 86_400);
  assert.equal(parseUtc("1970-01-01T00:01"), 60);
  assert.equal(parseUtc("2024-04-15T22:30:50.997960Z").toFixed(6), "1713220250.997960");
  assert.ok(Number.isNaN(parseUtc("yesterday")));
  assert.equal(formatUtc(parseUtc("2024-04-15T22:30:50")), "2024-04-15T22:30:50");
  assert.equal(formatUtc(parseUtc("2024-04-15T22:30:50.5")), "2024-04-15T22:30:50.500");
});

test("durations are written in the greatest unit that is whole", () => {
  for (const text of ["20ms", "0.005ms", "1s", "90s", "15m", "1h", "30d", "1.5s"]) assert.equal(formatDuration(parseDuration(text)), text);
  assert.equal(formatDuration(5400), "90m");
  assert.ok(Number.isNaN(parseDuration("1y")));
});

test("the width of buckets follows the pixels", () => {
  assert.equal(widthFor(3600, 1000), 5);
  assert.equal(widthFor(30 * 86_400, 1000), 3600);
  assert.equal(widthFor(60, 1200), 0.05);
  assert.equal(widthFor(0.02, 1000), 0.00002);
  for (let span = 0.02; span < 3e9; span *= 1.37)
    for (const pixels of [200, 1100]) {
      const width = widthFor(span, pixels);
      assert.ok(span / width <= pixels * 1.001 && span / width > pixels / 3.5, `${span} on ${pixels}: ${width}`);
      assert.ok(parseDuration(formatDuration(width)) === width, String(width));
    }
});

test("a view is zoomed about a time, moved, and held by two fingers", () => {
  assert.deepEqual(zoomed({ from: 0, to: 100 }, 0.5, 25), { from: 12.5, to: 62.5 });
  assert.deepEqual(moved({ from: 0, to: 100 }, -0.2), { from: -20, to: 80 });
  assert.equal(zoomed({ from: 0, to: 1 }, 1e-9).to.toFixed(3), "0.510");
  const view = pinched([20, 80], [0.35, 0.65])!;
  assert.deepEqual([view.from.toFixed(6), view.to.toFixed(6)], ["-50.000000", "150.000000"]);
  assert.equal(pinched([20, 80], [0.5, 0.5]), undefined);
  assert.equal(pinched([20, 80], [0.8, 0.2]), undefined);
});

test("a range stands in the address, and nonsense is the last hour", () => {
  assert.deepEqual(readRange(new URLSearchParams("from=1970-01-01&to=1970-01-02")), { from: 0, to: 86_400 });
  assert.deepEqual(readRange(new URLSearchParams("last=30d")), { last: 2_592_000 });
  for (const text of ["", "last=x", "from=1970-01-02&to=1970-01-01", "from=1970-01-01"]) assert.deepEqual(readRange(new URLSearchParams(text)), { last: 3600 });
  assert.deepEqual(writeRange({ last: 900 }), { from: undefined, to: undefined, last: "15m" });
});

test("lines stand in the address, with any names", () => {
  const series = [{ device: "camsci1", key: "tempCtrl.temp" }, { device: "a/b,c", key: '"x.y"[3] %', axis: 2 }];
  assert.deepEqual(readSeries(writeSeries(series)), series);
  assert.deepEqual(readSeries("a/x,a/x,,b,c/%E0%A4/9"), [{ device: "a", key: "x" }, { device: "c", key: "%E0%A4" }]);
  assert.deepEqual(byDevice(readSeries("a/x,b/y,a/z")), [{ device: "a", keys: ["x", "z"] }, { device: "b", keys: ["y"] }]);
});

test("lines share an axis as long as each can be read on it", () => {
  assert.deepEqual(axesOf([{ least: -60, most: 20 }, { least: -61, most: 19 }, { least: 0, most: 1e6 }, {}]), [1, 1, 2, 1]);
  assert.deepEqual(axesOf([{ least: -60, most: 20 }, { least: -60, most: -60 }, { least: 1e6, most: 1e6 }]), [1, 1, 2]);
  assert.deepEqual(axesOf([{ least: 0, most: 1 }, { least: 0, most: 1, axis: 3 }]), [1, 3]);
  assert.deepEqual(axesOf([{ least: 0, most: 1, axis: 2 }, { least: 0, most: 1000 }]), [2, 1]);
  assert.deepEqual(axesOf([1, 100, 1e4, 1e6, 1e8].map((most) => ({ least: 0, most }))), [1, 2, 3, 4, 4]);
});

const csv = "ts,x:mean,x:min,x:max,y:mean,y:min,y:max\n1970-01-01T00:00:10.000000Z,2,1,3,,,\n1970-01-01T00:00:20.000000Z,5,4,6,7,7,7\n";

test("buckets are read, and the tail is renewed", () => {
  const had = readBuckets("a", ["x", "y"], csv);
  assert.deepEqual(had.starts, [10, 20]);
  assert.deepEqual(had.values[1], { mean: [null, 7], min: [null, 7], max: [null, 7] });
  const tail = readBuckets("a", ["x", "y"], "ts\n1970-01-01T00:00:20.000000Z,6,4,8,7,7,7\n1970-01-01T00:00:30.000000Z,1,1,1,,,\n");
  assert.deepEqual(renewed(had, tail, 20, 0).starts, [10, 20, 30]);
  assert.deepEqual(renewed(had, tail, 20, 0).values[0]!.max, [3, 8, 1]);
  assert.deepEqual(renewed(had, tail, 20, 15).starts, [20, 30]);
  assert.deepEqual(renewed(had, readBuckets("a", ["x", "y"], "ts\n"), 20, 0).starts, [10]);
  assert.deepEqual(renewed(had, tail, 20, 25).starts, [20, 30]);
});

test("a line is broken where its numbers stop for long", () => {
  const rows = [0, 10, 20, 200, 210].map((t) => `1970-01-01T00:${String(Math.floor(t / 60)).padStart(2, "0")}:${String(t % 60).padStart(2, "0")}.000000Z,1,0,2`);
  const [times, max, min, mean] = lineOf(readBuckets("a", ["x"], ["ts", ...rows].join("\n")), "x", 10);
  assert.deepEqual(times, [5, 15, 25, 35, 205, 215]);
  assert.deepEqual(mean, [1, 1, 1, null, 1, 1]);
  assert.deepEqual(extent(min, max), { least: 0, most: 2 });
  assert.deepEqual(lineOf(readBuckets("a", ["x"], "ts"), "z", 10), [[], [], [], []]);
  assert.deepEqual(extent([], []), {});
});

test("values are short", () => {
  assert.deepEqual([1, 0.1 + 0.2, 1e-7, 123456789.5, 1e20].map(shortNumber), ["1", "0.3", "1.0000e-7", "1.2346e+8", "1.0000e+20"]);
  assert.deepEqual([valueText([1, 2], 2), valueText("on"), valueText(true), valueText(undefined)], ["2 items", "on", "true", "…"]);
});
