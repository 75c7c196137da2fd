import assert from "node:assert/strict";
import { test } from "node:test";
import { Paced } from "../src/frames/paced";

/** A slow network: nothing arrives, and no pause ends, before the test says so. */
class Slow {
  asked: string[] = [];
  pauses: number[] = [];
  private arrive: (() => void)[] = [];
  private over: (() => void)[] = [];
  readonly paced = new Paced<{ picture: string }>(
    (what) => {
      this.asked.push(what.picture);
      return new Promise((done) => this.arrive.push(done));
    },
    400,
    (run, ms) => {
      this.pauses.push(ms);
      this.over.push(run);
    },
  );

  want(name: string | undefined): void {
    this.paced.want(name === undefined ? undefined : { picture: name });
  }

  async arrives(): Promise<void> {
    this.arrive.shift()!();
    await new Promise((r) => setImmediate(r));
  }

  pauseEnds(): void {
    this.over.shift()!();
  }
}

test("what is under way is finished, and of what came meanwhile the newest is next", async () => {
  const slow = new Slow();
  for (const name of ["a", "b", "c", "d"]) slow.want(name);
  assert.deepEqual(slow.asked, ["a"]);
  await slow.arrives();
  slow.want("e");
  assert.deepEqual(slow.asked, ["a"]);
  slow.pauseEnds();
  assert.deepEqual(slow.asked, ["a", "e"]);
  assert.deepEqual(slow.pauses, [400]);
});

test("the same is not loaded again", async () => {
  const slow = new Slow();
  slow.want("a");
  await slow.arrives();
  slow.pauseEnds();
  slow.want("a");
  assert.deepEqual(slow.asked, ["a"]);
});

test("what is out of view is not loaded until it comes into view", async () => {
  const slow = new Slow();
  slow.want("a");
  slow.want("b");
  slow.want(undefined);
  await slow.arrives();
  slow.pauseEnds();
  assert.deepEqual(slow.asked, ["a"]);
  slow.want("c");
  assert.deepEqual(slow.asked, ["a", "c"]);
});

test("after the end nothing is begun", async () => {
  const slow = new Slow();
  slow.want("a");
  slow.want("b");
  slow.paced.end();
  await slow.arrives();
  slow.pauseEnds();
  assert.deepEqual(slow.asked, ["a"]);
});
