import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST_PIXELS, VirtualScale } from "../src/pieces/virtual";

test("a short list scrolls pixel by pixel", () => {
  const scale = new VirtualScale(1000, 44, 600);
  assert.equal(scale.physical, 44_000);
  assert.equal(scale.moved(100, 100, 20_000), 20_000);
  assert.equal(scale.toScroll(1234), 1234);
});

test("a million items fit into what a browser can draw, and both ends are reached", () => {
  const scale = new VirtualScale(1_000_000, 126, 1200);
  assert.equal(scale.physical, MOST_PIXELS);
  assert.equal(scale.moved(5000, 300, 0), 0);
  assert.equal(scale.moved(0, 0, MOST_PIXELS - 1200), scale.end);
  assert.equal(scale.range(scale.end, 0)[1], 1_000_000);
});

test("a short scroll moves a long list pixel by pixel, a pull in proportion", () => {
  const scale = new VirtualScale(1_000_000, 126, 1200);
  assert.equal(scale.moved(60_000_000, 2_000_000, 2_000_050), 60_000_050);
  const half = scale.moved(0, 0, (MOST_PIXELS - 1200) / 2);
  assert.ok(Math.abs(half - scale.end / 2) < 1);
});

test("the scroll bar's place and the position agree", () => {
  const scale = new VirtualScale(300_000, 100, 900);
  for (const position of [0, 1, 12_345_678, scale.end]) assert.ok(Math.abs(scale.moved(0, -1e9, scale.toScroll(position)) - position) < 1);
});

test("an item is revealed by the least move, or in the middle", () => {
  const scale = new VirtualScale(100, 10, 50);
  assert.equal(scale.reveal(3, 0), 0);
  assert.equal(scale.reveal(20, 0), 160);
  assert.equal(scale.reveal(2, 500), 20);
  assert.equal(scale.reveal(50, 0, true), 480);
  assert.equal(scale.reveal(99, 0, true), 950);
});

test("nothing at all is no trouble", () => {
  const scale = new VirtualScale(0, 44, 600);
  assert.deepEqual(scale.range(0), [0, 0]);
  assert.equal(scale.toScroll(100), 0);
});
