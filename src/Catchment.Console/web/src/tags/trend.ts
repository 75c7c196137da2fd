import type { TagHistory } from "./types";

type Values = (number | null)[];

/** A tag's past and what has come since as a table of times, greatest, smallest and mean. */
export function trend(history: TagHistory, points: [time: number, value: number][]): [times: number[], max: Values, min: Values, mean: Values] {
  const [times, max, min, mean]: [number[], Values, Values, Values] = [[], [], [], []];
  const half = history.width / 2;
  for (const b of history.buckets) {
    // A lone write stands where it was as far as a bucket tells; never behind the end.
    times.push(Math.min(b.start + half, history.to));
    max.push(b.max);
    min.push(b.min);
    mean.push(b.mean);
  }
  for (const [time, value] of points) {
    if (time <= (times.at(-1) ?? -Infinity) || time <= history.to) continue;
    times.push(time);
    for (const v of [max, min, mean]) v.push(value);
  }
  return [times, max, min, mean];
}
