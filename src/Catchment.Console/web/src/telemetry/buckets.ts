import { parseUtc } from "./time";

type Values = (number | null | undefined)[];

/** A key's buckets. */
export interface KeyBuckets {
  mean: Values;
  min: Values;
  max: Values;
}

/** A device's buckets: the begin of each, in order, and what each key was like; null: it had no number there. */
export interface DeviceBuckets {
  device: string;
  keys: string[];
  starts: number[];
  values: KeyBuckets[];
}

export const AGGREGATES = "mean,min,max";

/** Reads the node's CSV of mean, min and max of each key. */
export function readBuckets(device: string, keys: string[], csv: string): DeviceBuckets {
  const buckets: DeviceBuckets = { device, keys, starts: [], values: keys.map(() => ({ mean: [], min: [], max: [] })) };
  const lines = csv.split("\n");
  for (let i = 1; i < lines.length; i++) {
    if (!lines[i]) continue;
    const cells = lines[i]!.split(",");
    buckets.starts.push(parseUtc(cells[0]!));
    buckets.values.forEach((v, k) => {
      v.mean.push(number(cells[1 + 3 * k]));
      v.min.push(number(cells[2 + 3 * k]));
      v.max.push(number(cells[3 + 3 * k]));
    });
  }
  return buckets;
}

/** Buckets with those from a time on replaced by newer ones, and those before another time left out. */
export function renewed(had: DeviceBuckets, tail: DeviceBuckets, tailFrom: number, keepFrom: number): DeviceBuckets {
  const first = had.starts.findIndex((t) => t >= keepFrom);
  const begin = first < 0 ? had.starts.length : first;
  const cut = had.starts.findIndex((t) => t >= tailFrom - 1e-7);
  const end = Math.max(begin, cut < 0 ? had.starts.length : cut);
  const join = <T>(a: T[], b: T[]): T[] => a.slice(begin, end).concat(b);
  return {
    ...had,
    starts: join(had.starts, tail.starts),
    values: had.values.map((v, k) => ({ mean: join(v.mean, tail.values[k]!.mean), min: join(v.min, tail.values[k]!.min), max: join(v.max, tail.values[k]!.max) })),
  };
}

/**
 * A key's buckets as a table of times (the buckets' middles), greatest, smallest and mean. Where its numbers stop for far longer than they
 * usually do, the line is broken: there is a row of nulls.
 */
export function lineOf(buckets: DeviceBuckets, key: string, width: number): [times: number[], max: Values, min: Values, mean: Values] {
  const [times, max, min, mean]: [number[], Values, Values, Values] = [[], [], [], []];
  const k = buckets.keys.indexOf(key);
  const values = buckets.values[k];
  if (!values) return [times, max, min, mean];
  const steps: number[] = [];
  buckets.starts.forEach((start, i) => {
    if (values.mean[i] == null) return;
    if (times.length > 0) steps.push(start + width / 2 - times.at(-1)!);
    times.push(start + width / 2);
    max.push(values.max[i]);
    min.push(values.min[i]);
    mean.push(values.mean[i]);
  });
  const usual = steps.length ? steps.slice().sort((a, b) => a - b)[steps.length >> 1]! : width;
  const longest = Math.max(3 * width, 6 * usual);
  for (let i = steps.length - 1; i >= 0; i--) {
    if (steps[i]! <= longest) continue;
    times.splice(i + 1, 0, times[i]! + Math.min(width, steps[i]! / 2));
    for (const v of [max, min, mean]) v.splice(i + 1, 0, null);
  }
  return [times, max, min, mean];
}

/** The least and the greatest of some values. */
export function extent(min: Values, max: Values): { least?: number; most?: number } {
  let [least, most] = [Infinity, -Infinity];
  for (const v of min) if (v != null && v < least) least = v;
  for (const v of max) if (v != null && v > most) most = v;
  return most >= least ? { least, most } : {};
}

const number = (text: string | undefined): number | null => (text ? Number(text) : null);
