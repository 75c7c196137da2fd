import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeNpy, NpyError } from "../src/pieces/npy";

function npy(descr: string, shape: number[], data: ArrayBufferView, extra: { fortran?: boolean; version?: number } = {}): ArrayBuffer {
  const shapeText = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  let header = `{'descr': '${descr}', 'fortran_order': ${extra.fortran ? "True" : "False"}, 'shape': ${shapeText}, }`;
  header = header.padEnd(117, " ") + "\n";
  const bytes = new Uint8Array(10 + header.length + data.byteLength);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, extra.version ?? 1, 0, header.length & 255, header.length >> 8]);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + header.length);
  return bytes.buffer;
}

test("grey bytes are shown as they are", () => {
  const p = decodeNpy(npy("|u1", [1, 3], new Uint8Array([0, 128, 255])));
  assert.deepEqual([p.width, p.height], [3, 1]);
  assert.deepEqual([...p.data], [0, 0, 0, 255, 128, 128, 128, 255, 255, 255, 255, 255]);
});

test("three channels are blue, green, red", () => {
  assert.deepEqual([...decodeNpy(npy("|u1", [1, 1, 3], new Uint8Array([10, 20, 30]))).data], [30, 20, 10, 255]);
});

test("16-bit and float arrays are stretched; what is no number is black", () => {
  assert.deepEqual([...decodeNpy(npy("<u2", [1, 3], new Uint16Array([100, 200, 400]))).data.filter((_, i) => i % 4 === 0)], [0, 85, 255]);
  assert.deepEqual([...decodeNpy(npy("<f4", [1, 3], new Float32Array([NaN, -1, 1]))).data.filter((_, i) => i % 4 === 0)], [0, 0, 255]);
  const big = new DataView(new ArrayBuffer(4));
  big.setUint16(0, 1);
  big.setUint16(2, 513);
  assert.deepEqual([...decodeNpy(npy(">u2", [1, 2], big)).data.filter((_, i) => i % 4 === 0)], [0, 255]);
});

test("what is not shown says why", () => {
  const one = new Uint8Array(64);
  for (const [file, why] of [
    [new ArrayBuffer(3), /no NumPy/],
    [npy("|O8", [1, 1], one), /element type/],
    [npy("<c8", [1, 1], one), /element type/],
    [npy("|u1", [4], one), /shape/],
    [npy("|u1", [2, 2, 4], one), /shape/],
    [npy("|u1", [0, 4], one), /shape/],
    [npy("|u1", [2, 2], one, { fortran: true }), /order/],
    [npy("|u1", [100, 100], one), /cut/],
    [npy("|u1", [1_000_000, 1_000_000], one), /too large/],
    [npy("|u1", [2, 2], one, { version: 9 }), /format/],
  ] as [ArrayBuffer, RegExp][])
    assert.throws(() => decodeNpy(file), (e: Error) => e instanceof NpyError && why.test(e.message), why.source);
});

test("no damage to a file makes it throw anything else", () => {
  const whole = new Uint8Array(npy("<u2", [4, 4, 3], new Uint16Array(48)));
  let seed = 11;
  const random = (n: number): number => (seed = (seed * 48271) % 2147483647) % n;
  let shown = 0;
  for (let i = 0; i < 20_000; i++) {
    const damaged = whole.slice(0, random(4) ? whole.length : random(whole.length));
    for (let n = random(6); n >= 0 && damaged.length > 0; n--) damaged[random(damaged.length)] = random(256);
    try {
      decodeNpy(damaged.buffer);
      shown++;
    } catch (e) {
      assert.ok(e instanceof NpyError, String(e));
    }
  }
  assert.ok(shown > 0 && shown < 20_000);
});
