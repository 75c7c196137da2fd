const grouped = new Intl.NumberFormat("en-GB");
const tenth = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });

export const count = (n: number): string => grouped.format(n);

/** A count in little room: 950, 12.3 k, 4.1 M. */
export function shortCount(n: number): string {
  if (Math.abs(n) < 10_000) return tenth.format(n);
  return Math.abs(n) < 1e6 ? `${tenth.format(n / 1e3)} k` : `${tenth.format(n / 1e6)} M`;
}

/** Bytes with a decimal unit. */
export function bytes(n: number): string {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let unit = 0;
  while (n >= 1000 && unit < units.length - 1) {
    n /= 1000;
    unit++;
  }
  return `${n >= 100 || unit === 0 ? Math.round(n) : tenth.format(n)} ${units[unit]}`;
}

/** How long, in one unit or two: 4 s, 12 min, 3 h 5 min, 6 d. */
export function duration(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  if (s < 60) return `${s} s`;
  const min = Math.floor(s / 60);
  if (min < 60) return `${min} min`;
  const h = Math.floor(min / 60);
  if (h < 24) return min % 60 && h < 10 ? `${h} h ${min % 60} min` : `${h} h`;
  return `${Math.floor(h / 24)} d`;
}

/** A local time of the node for a row: the date only when it is not today's. */
export function clock(time: string, today: string | undefined, fraction = 0): string {
  const end = fraction ? 20 + fraction : 19;
  return time.slice(0, 10) === today ? time.slice(11, end) : `${time.slice(0, 10)} ${time.slice(11, end)}`;
}

/** A camera in words: its node, and its view if it has one. */
export const cameraName = (c: { node: string; view: string }): string => (c.view ? `${c.node} ${c.view}` : c.node || "unnamed");
