import type { Recording } from "../api/types";
import { parseNaive } from "../state/clock";
import { cameraName } from "../state/text";

export interface Bar {
  recording: Recording;
  lane: number;
  /** Milliseconds of the outpost's local time. */
  start: number;
  end: number;
}

/** A day's events, one lane a view. Pure; the timeline draws it. */
export class Lanes {
  readonly names: string[];
  readonly bars: Bar[];
  /** The hours that have events: a camera that ran for one hour gets all the room for it. */
  readonly range: [from: number, to: number];

  constructor(recordings: Recording[], day: string) {
    this.names = [...new Set(recordings.map(cameraName))].sort();
    const lanes = new Map(this.names.map((name, i) => [name, i]));
    this.bars = recordings.map((r) => {
      const start = parseNaive(r.start);
      return { recording: r, lane: lanes.get(cameraName(r))!, start, end: Math.max(start, r.end ? parseNaive(r.end) : start) };
    });
    const hour = 3_600_000;
    const first = this.bars.reduce((a, b) => Math.min(a, b.start), Infinity);
    const last = this.bars.reduce((a, b) => Math.max(a, b.end), -Infinity);
    const from = parseNaive(day);
    this.range = this.bars.length ? [Math.floor(first / hour) * hour, Math.max(Math.ceil((last + 1) / hour) * hour, Math.floor(first / hour) * hour + hour)] : [from, from + 24 * hour];
  }

  /** The event nearest to a time in a lane, if it is no further away than some milliseconds. */
  nearest(lane: number, time: number, reach: number): Recording | undefined {
    let best: Bar | undefined;
    let least = reach;
    for (const bar of this.bars) {
      if (bar.lane !== lane) continue;
      const away = time < bar.start ? bar.start - time : Math.max(0, time - bar.end);
      if (away <= least) {
        least = away;
        best = bar;
      }
    }
    return best?.recording;
  }
}
