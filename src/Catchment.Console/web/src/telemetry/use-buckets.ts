import { useEffect, useState } from "preact/hooks";
import { askText } from "../api/client";
import { utcNow } from "../state/clock";
import { AGGREGATES, readBuckets, renewed, type DeviceBuckets } from "./buckets";
import { byDevice, type Series } from "./series";
import { formatDuration, formatUtc, type Range } from "./time";

export interface BucketAnswer {
  devices: DeviceBuckets[];
  width: number;
}

const SOONEST = 1000;
const LATEST = 15_000;
/** Entries may come into the database this much later than they were made, and still be seen by a chart that goes with the time. */
const LATE = 20;

/**
 * The buckets of a chart, one question for each device. What was there stays until the next answer. Of a range that goes with the time only
 * the newest buckets are asked for again.
 */
export function useBuckets(series: Series[], range: Range, width: number | undefined): { answer: BucketAnswer | undefined; error: Error | undefined; loading: boolean; reload: () => void } {
  const [state, set] = useState<{ answer?: BucketAnswer; error?: Error; loading: boolean }>({ loading: true });
  const [turn, again] = useState(0);
  const groups = byDevice(series);
  useEffect(() => {
    if (width === undefined) return undefined;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let devices: DeviceBuckets[] | undefined;
    const begin = (t: number): number => Math.floor(t / width) * width;

    const load = async (): Promise<void> => {
      const now = utcNow() / 1000;
      const [from, to] = range.last === undefined ? [range.from, range.to] : [now - range.last, now];
      const had = devices;
      try {
        devices = await Promise.all(
          groups.map(async ({ device, keys }, i) => {
            const since = had ? Math.max(begin(from), begin(Math.min(had[i]!.starts.at(-1) ?? from, now - Math.max(LATE, 2 * width)))) : begin(from);
            // A range that goes with the time has no end: a device's clock may be ahead.
            const end = range.last === undefined ? formatUtc(to) : undefined;
            const csv = await askText("telemetry/buckets", { device, key: keys, from: formatUtc(since), to: end, bucket: formatDuration(width), agg: AGGREGATES, format: "csv" }, abort.signal);
            const found = readBuckets(device, keys, csv);
            return had ? renewed(had[i]!, found, since, begin(from)) : found;
          }),
        );
        if (!abort.signal.aborted) set({ answer: { devices, width }, loading: false });
      } catch (e) {
        if (!abort.signal.aborted) set((s) => ({ ...s, error: e as Error, loading: false }));
      }
      if (range.last !== undefined && !abort.signal.aborted) next();
    };
    const next = (): void => {
      timer = setTimeout(() => (document.hidden ? next() : void load()), Math.min(Math.max(width * 500, SOONEST), LATEST));
    };

    set((s) => ({ ...(s.answer && { answer: s.answer }), loading: true }));
    if (groups.length > 0) void load();
    else set({ loading: false });
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [JSON.stringify(groups), JSON.stringify(range), width, turn]);
  return { answer: state.answer, error: state.error, loading: state.loading, reload: () => again((n) => n + 1) };
}
