/**
 * Where a long list stands. A browser cannot draw an element of more than some ten million pixels, so that the scrolled
 * element is at most MOST_PIXELS long: short scrolls move it pixel by pixel, a pull at the scroll bar in proportion.
 * Pure; the pieces that scroll hold one.
 */
export const MOST_PIXELS = 4_000_000;

export class VirtualScale {
  /** The length of all items together. */
  readonly length: number;
  /** The length of the scrolled element. */
  readonly physical: number;

  constructor(
    readonly count: number,
    readonly size: number,
    readonly viewport: number,
  ) {
    this.length = count * size;
    this.physical = Math.min(this.length, MOST_PIXELS);
  }

  /** The greatest position. */
  get end(): number {
    return Math.max(0, this.length - this.viewport);
  }

  private get physicalEnd(): number {
    return Math.max(0, this.physical - this.viewport);
  }

  /** The scroll bar's place for a position. */
  toScroll(position: number): number {
    const p = Math.min(Math.max(position, 0), this.end);
    return this.end === 0 ? 0 : this.length === this.physical ? p : (p / this.end) * this.physicalEnd;
  }

  /** The position after the scroll bar moved from one place to another, when it was at a position before. */
  moved(position: number, from: number, to: number): number {
    if (this.length === this.physical) return to;
    const isPull = Math.abs(to - from) > this.viewport * 2;
    const atEdge = to <= 0 || to >= this.physicalEnd;
    const next = isPull || atEdge ? (to / Math.max(1, this.physicalEnd)) * this.end : position + (to - from);
    return Math.min(Math.max(next, 0), this.end);
  }

  /** The items that can be seen at a position, and some on either side. */
  range(position: number, beside = 2): [first: number, end: number] {
    const first = Math.max(0, Math.floor(position / this.size) - beside);
    return [first, Math.min(this.count, Math.ceil((position + this.viewport) / this.size) + beside)];
  }

  /** The position at which an item can be seen, moving as little as can be; or with the item in the middle. */
  reveal(index: number, position: number, middle = false): number {
    const at = index * this.size;
    if (middle) return Math.min(Math.max(at - (this.viewport - this.size) / 2, 0), this.end);
    if (at < position) return at;
    return at + this.size > position + this.viewport ? Math.min(at + this.size - this.viewport, this.end) : position;
  }
}
