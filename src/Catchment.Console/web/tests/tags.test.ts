import assert from "node:assert/strict";
import { test } from "node:test";
import { body, fields, values } from "../src/tags/form";
import { isWritable, literal, placeText, tagAge, tagText } from "../src/tags/text";
import { trend } from "../src/tags/trend";
import { RowCache } from "../src/tags/window";

test("a cache asks for the chunk nearest to what is seen, once, and again when it may have changed", () => {
  const cache = new RowCache<number>(10, 3);
  assert.equal(cache.missing(0, 1), 0);
  assert.equal(cache.missing(15, 39), 2);
  cache.begin(2);
  assert.equal(cache.missing(15, 39), 3);
  cache.begin(3);
  assert.equal(cache.missing(15, 39), 1);
  cache.begin(1);
  assert.equal(cache.missing(15, 39), undefined);
  cache.end(2, [20, 21]);
  cache.end(1, undefined);
  assert.equal(cache.row(21), 21);
  assert.equal(cache.row(22), undefined);
  assert.equal(cache.row(10), undefined);
  assert.equal(cache.missing(12, 25), 1, "it was not answered");
  cache.stale();
  assert.equal(cache.row(21), 21, "shown until it is known anew");
  assert.equal(cache.missing(20, 25), 2);
  for (const n of [4, 5, 6]) cache.end(n, [n]);
  assert.equal(cache.row(21), undefined, "the oldest go");
  assert.equal(cache.row(60), 6);
});

test("a value is written as JSON of its type, without a loss of digits", () => {
  assert.equal(literal("float", " 12.50 "), "12.50");
  assert.equal(literal("float", "1e3"), "1e3");
  for (const text of ["", "warm", "1,5", "NaN", "true", '"1"']) assert.equal(literal("float", text), undefined, text);
  assert.equal(literal("int", "9007199254740993"), "9007199254740993");
  assert.equal(literal("int", "1.5"), undefined);
  assert.equal(literal("int", "007"), undefined);
  assert.equal(literal("bool", "true"), "true");
  assert.equal(literal("bool", "1"), undefined);
  assert.equal(literal("string", ' say "hi"'), '" say \\"hi\\""');
  assert.equal(literal("raw", '{"a":1}'), '{"a":1}');
  assert.equal(literal("Analog", "text"), '"text"');
});

test("values and ages are told in little room", () => {
  assert.equal(tagText(null), "–");
  assert.equal(tagText(false), "false");
  assert.equal(tagText(0.1 + 0.2), "0.3");
  assert.equal(tagText({ a: [1] }), '{"a":[1]}');
  assert.equal(tagAge(100, 165), "1 min");
  assert.equal(tagAge(100, 90), "ahead");
});

test("a place is told in the words of its protocol", () => {
  assert.equal(placeText("modbus", { register_address: 100, function_code: 3, data_type: "float32", endianess: "big", scaling_factor: 1 }), "holding register 100–101, float32 big");
  assert.equal(placeText("modbus", { register_address: 5, function_code: 4, data_type: "string", length: 8, endianess: "little", scaling_factor: 2 }), "input register 5–12, string little, × 2");
  assert.equal(placeText("iec104", { ioa: 7, type: "M_ME_NC_1", common_address: 3, scaling_factor: 1 }), "IOA 7, M_ME_NC_1, station 3");
  assert.equal(placeText("snmp", { oid: "1.3.6", index: 4, syntax: "Gauge32" }), "1.3.6.4, Gauge32");
  assert.equal(isWritable({ access: "r" }), false);
  assert.equal(isWritable({ access_level: "CurrentReadOrWrite" }), true);
});

test("the editor's form becomes the mapping that it was made from", () => {
  const mapping = { id: "m", mapping: { key: "a:b", register_address: 10, function_code: 4, data_type: "float32", access: "r", scaling_factor: 0.1, endianess: "little", description: "", length: 1 } };
  assert.deepEqual(body("modbus", values("modbus", mapping)), { id: "m", key: "a:b", register_address: 10, function_code: 4, data_type: "float32", access: "r", scaling_factor: 0.1, endianess: "little" });
  const fresh = { ...values("iec104"), key: "k", ioa: "12x" };
  const sent = body("iec104", fresh);
  assert.equal(sent["id"], "k", "the key names what has no name");
  assert.equal(sent["ioa"], "12x", "the API says what is wrong with it");
  assert.equal(sent["quality"], true);
  assert.equal("period_ms" in sent, false, "only of what is periodic");
  for (const protocol of ["modbus", "opcua", "iec104", "snmp"] as const)
    assert.equal(new Set(fields[protocol].map((f) => f.name)).size, fields[protocol].length);
});

test("a trend goes on from its past with what comes", () => {
  const past = { key: "k", from: 0, to: 20, width: 10, buckets: [{ start: 0, min: 1, max: 3, mean: 2, count: 2 }, { start: 10, min: 4, max: 4, mean: 4, count: 1 }], entries: 3, newest: [] };
  const [times, max, min, mean] = trend(past, [[19, 9], [21, 5], [21, 6], [23, 7]]);
  assert.deepEqual(times, [5, 15, 21, 23]);
  assert.deepEqual(max, [3, 4, 5, 7]);
  assert.deepEqual(min, [1, 4, 5, 7]);
  assert.deepEqual(mean, [2, 4, 5, 7]);
});
