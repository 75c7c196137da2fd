import assert from "node:assert/strict";
import { test } from "node:test";
import { badge, renewed } from "../src/files/status";

const of = (...ids: number[]): { id: number }[] => ids.map((id) => ({ id }));

test("a renewed first page goes before what it does not reach", () => {
  assert.deepEqual(renewed(of(5, 4, 3, 2, 1), of(7, 6, 4), false), of(7, 6, 4, 3, 2, 1));
  assert.deepEqual(renewed(of(5, 4), of(7, 6), true), of(7, 6));
  assert.deepEqual(renewed(of(5, 4), of(), false), of());
});

test("a status that nobody knows has a plain badge", () => {
  assert.equal(badge("SUCCESS"), "badge badge-file-well");
  assert.equal(badge("OTHER"), "badge badge-file-plain");
});
