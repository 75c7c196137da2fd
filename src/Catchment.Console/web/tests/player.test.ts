import assert from "node:assert/strict";
import { test } from "node:test";
import { pictureAt, Player } from "../src/recordings/player";

const all = (): boolean => true;

test("the picture of a time is the last one at or before it", () => {
  const times = [0, 100, 300];
  assert.deepEqual([-5, 0, 99, 100, 299, 300, 9999].map((t) => pictureAt(times, t)), [0, 0, 0, 1, 1, 2, 2]);
  assert.equal(pictureAt([], 5), 0);
});

test("pictures are shown at their own times, and the end stops", () => {
  const player = new Player([0, 100, 1000]);
  player.play();
  player.tick(99, all);
  assert.equal(player.index, 0);
  player.tick(1, all);
  assert.equal(player.index, 1);
  player.tick(899, all);
  assert.equal(player.index, 1);
  player.tick(1, all);
  assert.deepEqual([player.index, player.playing], [2, false]);
  player.play();
  assert.deepEqual([player.index, player.playing], [0, true]);
});

test("pictures that come later are played from the first one", () => {
  const player = new Player();
  player.renew([1000, 1100]);
  player.play();
  player.tick(100, all);
  assert.equal(player.index, 1);
});

test("speed stretches time", () => {
  const player = new Player([0, 1000]);
  player.speed = 4;
  player.play();
  player.tick(249, all);
  assert.equal(player.index, 0);
  player.tick(1, all);
  assert.equal(player.index, 1);
});

test("a picture that is not there yet is waited for, not left out", () => {
  const player = new Player([0, 100, 200, 300]);
  player.play();
  player.tick(250, (i) => i < 2);
  assert.equal(player.index, 1);
  player.tick(5000, (i) => i < 2);
  assert.deepEqual([player.index, player.playing], [1, true]);
  player.tick(1, all);
  assert.equal(player.index, 2);
});

test("an event that grows is followed from its end and goes on playing", () => {
  const player = new Player([0, 100]);
  player.grows = true;
  player.seek(1);
  player.renew([0, 100, 200]);
  assert.equal(player.index, 2);
  player.play();
  player.tick(1000, all);
  assert.equal(player.playing, true);
  player.renew([0, 100, 200, 300]);
  player.tick(100, all);
  assert.equal(player.index, 3);
  player.seek(0);
  player.playing = false;
  player.renew([0, 100, 200, 300, 400]);
  assert.equal(player.index, 0);
});

test("an event that lost its pictures shows none", () => {
  const player = new Player([0, 100, 200]);
  player.seek(2);
  player.renew([]);
  assert.deepEqual([player.index, player.count], [0, 0]);
  player.play();
  player.tick(10, all);
  assert.equal(player.playing, false);
});
