import assert from "node:assert/strict";
import { test } from "node:test";
import { Ahead } from "../src/recordings/ahead";

const urls = Array.from({ length: 100 }, (_, i) => `p${i}`);

function world(most = 12) {
  const waiting = new Map<string, (fail?: boolean) => void>();
  const released: string[] = [];
  let changes = 0;
  const ahead = new Ahead<string>(
    (url, signal) =>
      new Promise((done, failed) => {
        signal.addEventListener("abort", () => (waiting.delete(url), failed(new Error("aborted"))));
        waiting.set(url, (fail) => (waiting.delete(url), fail ? failed(new Error("gone")) : done(url)));
      }),
    (picture) => released.push(picture),
    () => changes++,
    most,
  );
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 50; i++) await Promise.resolve();
  };
  const bring = async (): Promise<void> => {
    while (waiting.size) {
      [...waiting.values()].forEach((w) => w());
      await settle();
    }
  };
  return { ahead, waiting, released, bring, settle, changes: () => changes };
}

test("the wanted picture comes first, then those ahead, a few at once", async () => {
  const { ahead, waiting, bring } = world();
  ahead.want(urls, 50);
  assert.deepEqual([...waiting.keys()], ["p50", "p51", "p52", "p53"]);
  await bring();
  assert.equal(ahead.get("p50"), "p50");
  assert.equal(ahead.get("p47"), "p47");
  assert.equal(ahead.size, 12);
});

test("no more than the bound is kept, and what is far away is let go", async () => {
  const { ahead, released, bring } = world();
  for (let i = 0; i < 100; i += 5) {
    ahead.want(urls, i);
    await bring();
    assert.ok(ahead.size <= 12);
  }
  assert.ok(released.includes("p0"));
  assert.equal(ahead.get("p95"), "p95");
});

test("a jump gives up what is under way", async () => {
  const { ahead, waiting, settle } = world();
  ahead.want(urls, 0);
  ahead.want(urls, 80);
  await settle();
  assert.ok([...waiting.keys()].every((u) => Number(u.slice(1)) >= 77));
  assert.ok(!ahead.hasFailed("p0"));
});

test("a picture that cannot be had is asked for once", async () => {
  const { ahead, waiting, settle } = world();
  ahead.want(urls, 0);
  waiting.get("p0")!(true);
  await settle();
  assert.ok(ahead.hasFailed("p0"));
  ahead.want(urls, 0);
  assert.ok(!waiting.has("p0"));
});

test("at the end everything is let go", async () => {
  const { ahead, released, bring } = world();
  ahead.want(urls, 0);
  await bring();
  ahead.end();
  assert.equal(ahead.size, 0);
  assert.ok(released.length >= 9);
});
