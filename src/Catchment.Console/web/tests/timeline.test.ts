import assert from "node:assert/strict";
import { test } from "node:test";
import type { Frame } from "../src/api/types";
import { BACK_OFF, Timeline, type FrameSource } from "../src/frames/timeline";
import { formatNaive, parseNaive } from "../src/state/clock";

const DAY = "2026-03-01";
const START = parseNaive(DAY);

/** A node with frames at the given milliseconds of the day. */
class Node implements FrameSource {
  asked: string[] = [];
  constructor(public times: number[]) {}

  counts(from: string, to: string, span: number) {
    this.asked.push(`counts ${from.slice(11)} ${span}`);
    const byStart = new Map<number, number>();
    for (const t of this.between(from, to)) byStart.set(Math.floor(t / (span * 1000)) * span * 1000, (byStart.get(Math.floor(t / (span * 1000)) * span * 1000) ?? 0) + 1);
    return Promise.resolve({ span, items: [...byStart].map(([start, frames]) => ({ start: formatNaive(START + start) + ".000", frames })) });
  }

  frames(from: string, to: string, cursor: string | undefined) {
    this.asked.push(`frames ${from.slice(11)} ${cursor ?? ""}`.trim());
    const skip = Number(cursor ?? 0);
    const all = this.between(from, to);
    const items = all.slice(skip, skip + 1000).map((t) => ({ time: new Date(START + t).toISOString().slice(0, 23), picture: `${t}` }) as Frame);
    return Promise.resolve({ items, ...(all.length > skip + 1000 && { next: String(skip + 1000) }) });
  }

  private between(from: string, to: string): number[] {
    return this.times.filter((t) => t >= parseNaive(from) - START && t < parseNaive(to) - START);
  }
}

const settle = async (): Promise<void> => {
  for (let i = 0; i < 30; i++) await new Promise((r) => setImmediate(r));
};

test("a frame is found by its number, and only its minute is asked for", async () => {
  const node = new Node(Array.from({ length: 1440 * 3 }, (_, i) => i * 20_000));
  const timeline = new Timeline(DAY, node, () => {});
  await timeline.refresh();
  assert.equal(timeline.total, 4320);
  node.asked = [];
  timeline.want(2160, 2162);
  await settle();
  assert.equal(timeline.frame(2161)?.picture, String(2161 * 20_000));
  assert.deepEqual(node.asked, ["frames 12:00:00"]);
  assert.equal(timeline.frame(0), undefined);
});

test("a minute with very many frames is divided into seconds", async () => {
  const node = new Node(Array.from({ length: 6000 }, (_, i) => 43_200_000 + i * 10));
  const timeline = new Timeline(DAY, node, () => {});
  await timeline.refresh();
  timeline.want(3000, 3003);
  await settle();
  assert.equal(timeline.total, 6000);
  assert.equal(timeline.frame(3001)?.picture, String(43_200_000 + 30_010));
  assert.deepEqual(node.asked.slice(-2), ["counts 12:00:00 1", "frames 12:00:30"]);
});

test("a time leads to the frame at it", async () => {
  const node = new Node([1000, 61_000, 61_500, 62_000, 500_000]);
  const timeline = new Timeline(DAY, node, () => {});
  await timeline.refresh();
  assert.equal(await timeline.find(START + 61_500), 2);
  assert.equal(await timeline.find(START + 300_000), 4);
  assert.equal(await timeline.find(START + 86_000_000), 4);
  assert.equal(timeline.indexAt(START), 0);
});

test("a day that grows keeps its numbers and shows what is new", async () => {
  const node = new Node([1000, 2000]);
  const timeline = new Timeline(DAY, node, () => {});
  await timeline.refresh();
  timeline.want(0, 10);
  await settle();
  node.times = [...node.times, 3000, 65_000];
  node.asked = [];
  await timeline.refresh();
  await settle();
  assert.equal(timeline.total, 4);
  assert.equal(timeline.frame(0)?.picture, "1000");
  assert.equal(timeline.frame(3)?.picture, "65000");
  assert.equal(node.asked[0], "counts 00:00:00 60");
});

test("a last minute that retention took is gone", async () => {
  const node = new Node([1000, 65_000]);
  const timeline = new Timeline(DAY, node, () => {});
  await timeline.refresh();
  node.times = [1000];
  await timeline.refresh();
  assert.equal(timeline.total, 1);
});

test("frames that were looked at long ago are let go", async () => {
  const node = new Node(Array.from({ length: 1440 }, (_, i) => i * 60_000));
  const timeline = new Timeline(DAY, node, () => {});
  await timeline.refresh();
  for (let i = 0; i < 200; i += 4) {
    timeline.want(i, i + 4);
    await settle();
  }
  assert.equal(timeline.frame(0), undefined);
  assert.equal(timeline.frame(199)?.picture, String(199 * 60_000));
  timeline.want(0, 1);
  await settle();
  assert.equal(timeline.frame(0)?.picture, "0");
});

test("a node that is away is an error, and is gone when it comes back", async () => {
  const node = new Node([1000]);
  let away = true;
  const source: FrameSource = {
    counts: (...a) => (away ? Promise.reject(new Error("away")) : node.counts(...a)),
    frames: (...a) => node.frames(...a),
  };
  const timeline = new Timeline(DAY, source, () => {});
  await timeline.refresh();
  assert.equal(timeline.error?.message, "away");
  away = false;
  await timeline.refresh();
  assert.equal(timeline.error, undefined);
  assert.equal(timeline.total, 1);
});

test("frames that cannot be had are asked for again only after a while", async () => {
  const node = new Node([1000, 61_000]);
  let away = true;
  let questions = 0;
  const source: FrameSource = {
    counts: (...a) => node.counts(...a),
    frames: (...a) => (questions++, away ? Promise.reject(new Error("away")) : node.frames(...a)),
  };
  const pauses: { run: () => void; ms: number }[] = [];
  // Whoever draws the timeline wants the same again at each change.
  const timeline: Timeline = new Timeline(DAY, source, () => timeline.want(0, 2), (run, ms) => pauses.push({ run, ms }));
  await timeline.refresh();
  await settle();
  assert.equal(questions, 2);
  assert.deepEqual(pauses.map((p) => p.ms), [BACK_OFF]);
  away = false;
  pauses[0]!.run();
  await settle();
  assert.equal(timeline.frame(1)?.picture, "61000");
  assert.equal(timeline.error, undefined);
});

test("a day without frames has none", async () => {
  const timeline = new Timeline(DAY, new Node([]), () => {});
  await timeline.refresh();
  timeline.want(0, 10);
  assert.equal(timeline.total, 0);
  assert.equal(timeline.frame(0), undefined);
  assert.equal(await timeline.find(START), 0);
});

test("frames that are found before those that are known are there when the whole day is asked for", async () => {
  const node = new Node([43_200_000, 43_260_000]);
  const timeline = new Timeline(DAY, node, () => {});
  await timeline.refresh();
  timeline.want(0, 2);
  await settle();
  node.times = [3_600_000, 43_200_000, 43_210_000, 43_260_000];
  await timeline.refresh();
  assert.equal(timeline.total, 2);
  await timeline.refresh(true);
  assert.equal(timeline.total, 4);
  timeline.want(0, 4);
  await settle();
  assert.deepEqual([0, 1, 2, 3].map((i) => timeline.frame(i)?.picture), ["3600000", "43200000", "43210000", "43260000"]);
});
