/** Telemetry's times are UTC; here they are seconds since 1970, with fractions. */

const UNITS: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** The shortest and the longest span that is shown. */
export const SHORTEST = 0.02;
export const LONGEST = 100 * 365 * 86_400;

// Steps that people think in; below a second and above a month they go on by powers of ten.
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600, 2_592_000];

/** Reads a time of the node; whatever its zone says, it is UTC. */
export function parseUtc(text: string): number {
  const m = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(\.\d{1,9})?)?Z?$/.exec(text);
  if (!m) return NaN;
  return Date.parse(`${m[1]}T${m[2] ?? "00:00"}${m[3] ?? ":00"}Z`) / 1000 + Number(m[4] ?? 0);
}

/** Writes a time to the millisecond; full seconds without the fraction. */
export function formatUtc(seconds: number): string {
  const text = new Date(Math.round(seconds * 1000)).toISOString();
  return text.slice(0, text.slice(20, 23) === "000" ? 19 : 23);
}

/** Reads a duration such as 90s, 15m, 1h, 30d in seconds. */
export function parseDuration(text: string): number {
  const m = /^(\d{1,9}(?:\.\d{1,6})?)(ms|s|m|h|d)$/.exec(text);
  return m ? Number(m[1]) * UNITS[m[2]!]! : NaN;
}

/** Writes seconds as a duration, in the greatest unit of which they are a whole number. */
export function formatDuration(seconds: number): string {
  if (seconds < 1) return `${Number((seconds * 1000).toFixed(3))}ms`;
  const unit = ["d", "h", "m"].find((u) => seconds % UNITS[u]! === 0) ?? "s";
  return `${Number((seconds / UNITS[unit]!).toFixed(3))}${unit}`;
}

/** The width of buckets for a span on so many pixels: the least pleasant one at which a pixel has one bucket at most. */
export function widthFor(span: number, pixels: number): number {
  const least = span / Math.max(1, pixels);
  if (least > STEPS.at(-1)!) return Math.ceil(least / STEPS.at(-1)!) * STEPS.at(-1)!;
  if (least > 0.5) return STEPS.find((s) => s >= least)!;
  const power = 10 ** Math.max(-6, Math.floor(Math.log10(least)));
  return Number(([1, 2, 5, 10].map((s) => s * power).find((s) => s >= least * 0.999_999) ?? power * 10).toFixed(6));
}

export interface View {
  from: number;
  to: number;
}

/** A span made longer or shorter by a factor; the time at is where it was. */
export function zoomed(view: View, factor: number, at = (view.from + view.to) / 2): View {
  const span = view.to - view.from;
  const next = Math.min(Math.max(span * factor, SHORTEST), LONGEST);
  const from = at - ((at - view.from) / span) * next;
  return { from, to: from + next };
}

/** A span moved by a part of itself. */
export function moved(view: View, part: number): View {
  const by = (view.to - view.from) * part;
  return { from: view.from + by, to: view.to + by };
}

/** The span in which two times are at two places (0: its begin, 1: its end), as two fingers hold them. */
export function pinched(times: [number, number], places: [number, number]): View | undefined {
  const apart = places[1] - places[0];
  if (Math.abs(apart) < 0.02) return undefined;
  const span = (times[1] - times[0]) / apart;
  if (!(span >= SHORTEST && span <= LONGEST)) return undefined;
  const from = times[0] - places[0] * span;
  return { from, to: from + span };
}

/** What a chart shows: a span that stands, or one that ends now and goes with the time. */
export type Range = { from: number; to: number; last?: undefined } | { last: number };

export const USUAL_LAST = 3600;

/** The range that an address names; one that makes no sense is the last hour. */
export function readRange(params: URLSearchParams): Range {
  const [from, to] = [parseUtc(params.get("from") ?? ""), parseUtc(params.get("to") ?? "")];
  if (to - from >= SHORTEST && to - from <= LONGEST) return { from, to };
  const last = parseDuration(params.get("last") ?? "");
  return { last: last >= 1 && last <= LONGEST ? last : USUAL_LAST };
}

/** A range's part of an address. */
export const writeRange = (range: Range): Record<string, string | undefined> =>
  range.last === undefined ? { from: formatUtc(range.from), to: formatUtc(range.to), last: undefined } : { from: undefined, to: undefined, last: formatDuration(range.last) };
