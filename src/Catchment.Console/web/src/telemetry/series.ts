/** A line of a chart: a key of a device, and its axis when the reader has chosen one. */
export interface Series {
  device: string;
  key: string;
  axis?: number | undefined;
}

export const MOST_SERIES = 32;
export const MOST_AXES = 4;

/** Reads the lines of an address: device/key with commas between them, each part escaped as in addresses; device/key/2 is on the second axis. */
export function readSeries(text: string): Series[] {
  const series: Series[] = [];
  for (const item of text.split(",")) {
    const [device, key, axis] = item.split("/").map(unescape);
    if (!device || !key || series.some((s) => s.device === device && s.key === key)) continue;
    const n = Number(axis);
    series.push({ device, key, ...(n >= 1 && n <= MOST_AXES && Number.isInteger(n) && { axis: n }) });
  }
  return series.slice(0, MOST_SERIES);
}

export const writeSeries = (series: Series[]): string =>
  series.map((s) => [s.device, s.key, ...(s.axis ? [String(s.axis)] : [])].map(encodeURIComponent).join("/")).join(",");

/** What is asked of each device, in the order of the lines. */
export function byDevice(series: Series[]): { device: string; keys: string[] }[] {
  const groups: { device: string; keys: string[] }[] = [];
  for (const { device, key } of series) {
    const group = groups.find((g) => g.device === device);
    if (group) group.keys.push(key);
    else groups.push({ device, keys: [key] });
  }
  return groups;
}

/**
 * The axis of each line, from 1 on. Those that were chosen stand. The others share an axis as long as each still covers an eighth of it:
 * a temperature of some degrees is not a flat line because a counter of millions is beside it.
 */
export function axesOf(lines: { axis?: number | undefined; least?: number | undefined; most?: number | undefined }[]): number[] {
  const axes: { least: number; most: number; smallest: number }[] = [];
  const share = (axis: number, least: number, most: number): void => {
    const had = axes[axis - 1];
    const extent = extentOf(least, most);
    axes[axis - 1] = had ? { least: Math.min(had.least, least), most: Math.max(had.most, most), smallest: Math.min(had.smallest, extent) } : { least, most, smallest: extent };
  };
  const result = lines.map((l) => l.axis ?? 0);
  lines.forEach((l) => l.axis && l.least !== undefined && l.most !== undefined && share(l.axis, l.least, l.most));
  lines.forEach((l, i) => {
    if (l.axis) return;
    if (l.least === undefined || l.most === undefined) {
      result[i] = 1;
      return;
    }
    const extent = extentOf(l.least, l.most);
    let at = 1;
    for (; at < MOST_AXES; at++) {
      const axis = axes[at - 1];
      if (!axis) break;
      const whole = Math.max(axis.most, l.most) - Math.min(axis.least, l.least);
      if (Math.min(axis.smallest, extent) * 8 >= whole) break;
    }
    result[i] = at;
    share(at, l.least, l.most);
  });
  return result;
}

/** A constant can be read on any axis that reaches it. */
const extentOf = (least: number, most: number): number => (most > least ? most - least : Infinity);

function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // somebody wrote it by hand
  }
}
