import type { TrackingRow } from "../api/types";
import { parseNaive } from "../state/clock";

/** A row belongs to a picture that is no further away than this, in milliseconds. */
const REACH = 500;

/** The smallest letters, in pixels of the screen. */
const LEAST_FONT = 11;

/** More labels can be read by nobody. */
const MOST_LABELS = 40;

/** The rows of a tracking set by the pictures that they belong to. */
export class BoxTrack {
  private readonly times: number[] = [];
  private readonly rows: TrackingRow[][] = [];

  constructor(rows: TrackingRow[]) {
    const timed = rows.map((row) => ({ row, time: parseNaive(row.time) })).sort((a, b) => a.time - b.time);
    for (const { row, time } of timed) {
      if (this.times.at(-1) === time) this.rows.at(-1)!.push(row);
      else {
        this.times.push(time);
        this.rows.push([row]);
      }
    }
  }

  /** What is seen in the picture of a time: the rows of the nearest time, if one is near. */
  at(time: number): TrackingRow[] {
    let low = 0;
    let high = this.times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.times[middle]! < time) low = middle + 1;
      else high = middle;
    }
    const after = this.times[low] ?? Infinity;
    const before = this.times[low - 1] ?? -Infinity;
    const near = after - time <= time - before ? low : low - 1;
    return Math.min(after - time, time - before) <= REACH ? this.rows[near]! : [];
  }
}

const known: Record<string, string> = { trk: "#35c9f0", obj: "#ffb13d", fd1: "#7de38b", fr1: "#f48fd0", vsp: "#e8e45a" };
const others = ["#c9a8ff", "#ff9d84", "#5fe0c8"];

/** A set's colour: bright, because it lies over pictures; always the same for the same type. */
export function setColour(type: string): string {
  let h = 0;
  for (const c of type) h = (h * 31 + c.codePointAt(0)!) >>> 0;
  return known[type] ?? others[h % others.length]!;
}

const words: Record<string, string> = { trk: "outpost tracking", obj: "objects", fd1: "faces found", fr1: "faces recognised", vsp: "vehicle speed" };

/** What a type means, where that is known. */
export const setWords = (type: string): string => (words[type] ? `${type} · ${words[type]}` : type);

/** A class name without the numbers in brackets behind it. */
export const shortClass = (name: string | undefined): string => (name ?? "").replace(/\s*\([^)]*\)\s*$/, "");

/** A rectangle of a picture, in its pixels. */
export interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

const meet = (a: Area, b: Area): boolean => a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;

/** Where a label goes that is wanted above a box: there, or higher where others are; at the picture's top below them. */
export function freePlace(wanted: Area, taken: Area[]): Area {
  const inWay = (place: Area): Area | undefined => taken.find((t) => meet(place, t));
  const place = { ...wanted };
  while (place.top >= 0) {
    const other = inWay(place);
    if (!other) return place;
    place.top = other.top - place.height;
  }
  place.top = Math.max(0, wanted.top);
  for (let other = inWay(place); other; other = inWay(place)) place.top = other.top + other.height;
  return place;
}

/**
 * Draws rows over a picture, and their labels where there is room. Returns how many boxes there were.
 * @param width The picture's width in its pixels.
 * @param shown The width that it is shown with: labels are to be read there.
 * @param taken Where labels of this picture are already; those drawn are added.
 */
export function drawBoxes(to: CanvasRenderingContext2D, rows: TrackingRow[], colour: string, width: number, shown: number, taken: Area[]): number {
  const line = Math.max(2, Math.round(width / 320));
  const font = Math.round(Math.max(11, width / 46, (LEAST_FONT * width) / Math.max(1, shown)));
  to.lineWidth = line;
  to.font = `600 ${font}px system-ui, sans-serif`;
  to.textBaseline = "top";
  let drawn = 0;
  for (const { x1, y1, x2, y2, class_name, object_id } of rows) {
    if (x1 === undefined || y1 === undefined || x2 === undefined || y2 === undefined || x2 <= x1 || y2 <= y1) continue;
    drawn++;
    to.strokeStyle = colour;
    to.strokeRect(x1, y1, x2 - x1, y2 - y1);
    const text = [shortClass(class_name), object_id && class_name ? `#${object_id}` : object_id].filter(Boolean).join(" ");
    if (!text || taken.length >= MOST_LABELS) continue;
    const room = to.measureText(text).width + 2 * line + 4;
    const left = Math.max(0, Math.min(x1 - line / 2, width - room));
    const place = freePlace({ left, top: y1 - font - 6, width: room, height: font + 6 }, taken);
    taken.push(place);
    to.fillStyle = colour;
    to.fillRect(place.left, place.top, room, place.height);
    to.fillStyle = "#101010";
    to.fillText(text, place.left + line + 2, place.top + 3);
  }
  return drawn;
}
