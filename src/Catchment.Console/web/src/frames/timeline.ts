import type { Counts, Frame, Page } from "../api/types";
import { formatNaive, parseNaive } from "../state/clock";

/** What the timeline asks of the node, for one day and camera. Times are local texts without a zone. */
export interface FrameSource {
  counts(from: string, to: string, span: number): Promise<Counts>;
  frames(from: string, to: string, cursor: string | undefined): Promise<Page<Frame>>;
}

interface Span {
  /** Milliseconds of the node's local time. */
  start: number;
  length: number;
  frames: number;
  /** Frames of all spans before it. */
  before: number;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const MOST_IN_SPAN = 1500;
const MOST_LOADED = 40;
const MOST_AT_ONCE = 4;
/** Milliseconds without a question after one that failed. */
export const BACK_OFF = 5000;

/**
 * The frames of a day by their number, oldest first, without having them: counts by the minute tell which minute a number
 * falls into, and only minutes that are looked at are loaded. A minute with very many frames is divided into seconds.
 */
export class Timeline {
  private spans: Span[] = [];
  private readonly loaded = new Map<number, { frames: Frame[]; complete: boolean }>();
  private readonly loading = new Set<number>();
  private wanted: [number, number] = [0, 0];
  private backsOff = false;
  total = 0;
  error: Error | undefined;

  constructor(
    readonly day: string,
    private readonly source: FrameSource,
    private readonly changed: () => void,
    private readonly later: (run: () => void, ms: number) => unknown = (run, ms) => setTimeout(run, ms),
  ) {}

  private get dayStart(): number {
    return parseNaive(this.day);
  }

  /** Counts of each minute that has frames, for the chart: seconds as if UTC, and frames. */
  minutes(): { times: number[]; values: number[] } {
    const times: number[] = [];
    const values: number[] = [];
    for (const span of this.spans) {
      const minute = Math.floor(span.start / MINUTE) * 60;
      if (times.at(-1) === minute) values[values.length - 1]! += span.frames;
      else {
        times.push(minute);
        values.push(span.frames);
      }
    }
    return { times, values };
  }

  /** Asks for the day's counts; later only for those from the last minute that is known, unless the whole day may have changed. */
  async refresh(whole = false): Promise<void> {
    const known = whole ? undefined : this.spans.at(-1);
    const from = known ? Math.floor(known.start / MINUTE) * MINUTE : this.dayStart;
    try {
      const counts = await this.source.counts(formatNaive(from), formatNaive(this.dayStart + DAY), 60);
      this.error = undefined;
      // A minute that is divided already keeps its seconds unless it has grown.
      const fresh = counts.items.map((c) => ({ start: parseNaive(c.start), length: MINUTE, frames: c.frames, before: 0 }));
      const first = fresh[0];
      const old = this.spans.filter((s) => s.start >= from).reduce((n, s) => n + s.frames, 0);
      if (first && first.start === from && first.frames === old) fresh.shift();
      else this.cut(from);
      this.arrange([...this.spans, ...fresh]);
    } catch (e) {
      this.error = e as Error;
    }
    this.changed();
    this.load();
  }

  private cut(from: number): void {
    for (const span of this.spans) if (span.start >= from) this.outdate(span.start);
    this.spans = this.spans.filter((s) => s.start < from);
  }

  /** What was loaded stays to be looked at until what replaces it is there; its frames are the first ones of the same time. */
  private outdate(start: number): void {
    const chunk = this.loaded.get(start);
    if (chunk) chunk.complete = false;
  }

  private arrange(spans: Span[]): void {
    let before = 0;
    this.spans = spans.map((s) => {
      const placed = { ...s, before };
      before += s.frames;
      return placed;
    });
    this.total = before;
  }

  /** The frame with a number; undefined while it is not loaded. */
  frame(index: number): Frame | undefined {
    const span = this.spans[this.spanAt(index)];
    return span && this.loaded.get(span.start)?.frames[index - span.before];
  }

  /** About when the frame with a number was received, in milliseconds: exactly once it is loaded. */
  timeOf(index: number): number {
    const frame = this.frame(index);
    if (frame) return parseNaive(frame.time);
    const span = this.spans[this.spanAt(index)];
    return span ? span.start + ((index - span.before) / Math.max(1, span.frames)) * span.length : this.dayStart;
  }

  /** The number of the first frame at or after a time; of the last frame if there is none. Exact where frames are loaded. */
  indexAt(time: number): number {
    const span = this.spans.find((s) => s.start + s.length > time);
    if (!span) return Math.max(0, this.total - 1);
    if (span.start >= time) return span.before;
    const chunk = this.loaded.get(span.start);
    if (chunk && chunk.frames.length >= span.frames) {
      const at = chunk.frames.findIndex((f) => parseNaive(f.time) >= time);
      return at < 0 ? Math.min(span.before + span.frames, this.total - 1) : span.before + at;
    }
    return Math.min(span.before + Math.floor(((time - span.start) / span.length) * span.frames), this.total - 1);
  }

  /** The number of the frame of exactly a time, once its minute is loaded. */
  async find(time: number): Promise<number> {
    const index = this.indexAt(time);
    const at = this.spanAt(index);
    const span = this.spans[at];
    if (!span) return index;
    const chunk = this.loaded.get(span.start);
    if (span.frames > MOST_IN_SPAN && span.length > 1000) await this.divide(span);
    else if (!chunk?.complete) await this.fetch(span);
    else return this.indexAt(time);
    const now = this.spans[this.spanAt(this.indexAt(time))];
    if (now && !this.loaded.get(now.start)?.complete && now.length <= 1000) await this.fetch(now);
    return this.indexAt(time);
  }

  /** Frames from first up to end are looked at: brings what is missing, and lets go of what is far away. */
  want(first: number, end: number): void {
    this.wanted = [first, end];
    this.load();
  }

  private spanAt(index: number): number {
    let low = 0;
    let high = this.spans.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.spans[middle]!.before <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private load(): void {
    const [first, end] = this.wanted;
    if (end <= first || this.total === 0 || this.backsOff) return;
    for (let i = this.spanAt(first); i < this.spans.length && this.loading.size < MOST_AT_ONCE; i++) {
      const span = this.spans[i]!;
      if (span.before >= end) break;
      if (this.loading.has(span.start) || this.loaded.get(span.start)?.complete) continue;
      void (span.frames > MOST_IN_SPAN && span.length > 1000 ? this.divide(span) : this.fetch(span));
    }
  }

  private async divide(span: Span): Promise<void> {
    await this.once(span, async () => {
      const counts = await this.source.counts(formatNaive(span.start), formatNaive(span.start + span.length), 1);
      const at = this.spans.findIndex((s) => s.start === span.start && s.length === span.length);
      if (at < 0) return;
      this.loaded.delete(span.start);
      const seconds = counts.items.map((c) => ({ start: parseNaive(c.start), length: 1000, frames: c.frames, before: 0 }));
      this.arrange([...this.spans.slice(0, at), ...seconds, ...this.spans.slice(at + 1)]);
    });
  }

  private async fetch(span: Span): Promise<void> {
    await this.once(span, async () => {
      const frames: Frame[] = [];
      let cursor: string | undefined;
      do {
        const page = await this.source.frames(formatNaive(span.start), formatNaive(span.start + span.length), cursor);
        frames.push(...page.items);
        cursor = page.next;
      } while (cursor);
      this.loaded.delete(span.start);
      this.loaded.set(span.start, { frames, complete: true });
      this.forget();
      // The last minute grows, and retention takes frames away: what was loaded is what there is.
      const at = this.spans.findIndex((s) => s.start === span.start && s.length === span.length);
      if (at >= 0 && this.spans[at]!.frames !== frames.length) {
        const spans = [...this.spans];
        spans[at] = { ...spans[at]!, frames: frames.length };
        this.arrange(spans);
      }
    });
  }

  private async once(span: Span, work: () => Promise<void>): Promise<void> {
    if (this.loading.has(span.start)) return;
    this.loading.add(span.start);
    try {
      await work();
      this.error = undefined;
      this.loading.delete(span.start);
      this.load();
    } catch (e) {
      this.error = e as Error;
      this.loading.delete(span.start);
      this.backOff();
    }
    this.changed();
  }

  /** Whoever draws this wants the same again at once; a node in trouble is not helped by hundreds of questions a second. */
  private backOff(): void {
    if (this.backsOff) return;
    this.backsOff = true;
    this.later(() => {
      this.backsOff = false;
      this.load();
    }, BACK_OFF);
  }

  /** The least recently loaded go first. */
  private forget(): void {
    const [first, end] = this.wanted;
    for (const start of this.loaded.keys()) {
      if (this.loaded.size <= MOST_LOADED) return;
      const span = this.spans.find((s) => s.start === start);
      if (!span || span.before + span.frames < first || span.before > end) this.loaded.delete(start);
    }
  }
}
