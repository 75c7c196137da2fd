import { useEffect, useState } from "preact/hooks";

// Two clocks of the node, seen from here: its local time (naive, kept as if it were UTC), and UTC.
let naiveOffset: number | undefined;
let utcSkew = 0;

/** Reads a local time of the node as milliseconds. Never through the browser's zone: the text is what counts. */
export function parseNaive(text: string): number {
  const m = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?$/.exec(text);
  if (!m) return NaN;
  const [, y, mo, d, h = "0", mi = "0", s = "0", f = "0"] = m;
  return Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s)) + Number(`0.${f}`) * 1000;
}

/** Writes milliseconds as a local time of the node, to the second. */
export function formatNaive(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toISOString().slice(0, 19);
}

/** Learns what the node's local time is now. */
export function noteNodeTime(now: string): void {
  naiveOffset = parseNaive(now) - Date.now();
}

/** Learns from an answer's Date header how far the browser's clock is off. */
export function noteServerDate(header: string | null): void {
  const date = header ? Date.parse(header) : NaN;
  if (!Number.isNaN(date)) utcSkew = Math.abs(date - Date.now()) < 2000 ? 0 : date - Date.now();
}

/** The node's local time now, in milliseconds; undefined until the node has told it. */
export const nodeNow = (): number | undefined => (naiveOffset === undefined ? undefined : Date.now() + naiveOffset);

/** The node's local date today; undefined until the node has told its time. */
export const nodeToday = (): string | undefined => {
  const now = nodeNow();
  return now === undefined ? undefined : formatNaive(now).slice(0, 10);
};

/** Universal time now, by the node's clock, in milliseconds. */
export const utcNow = (): number => Date.now() + utcSkew;

/** Draws the caller again every so often; undefined: not at all. */
export function useTick(ms: number | undefined): void {
  const [, set] = useState(0);
  useEffect(() => {
    if (ms === undefined) return undefined;
    const timer = setInterval(() => set((n) => n + 1), ms);
    return () => clearInterval(timer);
  }, [ms]);
}
