/**
 * What is known of a long list of which only a part is asked for: chunks of rows, the ones that were looked at last. Pure; the page asks for what is missing.
 */
export class RowCache<T> {
  private readonly chunks = new Map<number, { rows: T[]; isStale: boolean }>();
  private readonly underWay = new Set<number>();

  constructor(
    readonly size = 100,
    private readonly most = 40,
  ) {}

  /** A row; undefined: it is not known yet. */
  row(index: number): T | undefined {
    return this.chunks.get(Math.floor(index / this.size))?.rows[index % this.size];
  }

  /** A chunk that ought to be asked for, so that rows from first to before end are known and true: the one nearest to their middle. */
  missing(first: number, end: number): number | undefined {
    const middle = (first + end) / 2 / this.size - 0.5;
    let best: number | undefined;
    for (let n = Math.floor(first / this.size); n * this.size < end; n++) {
      if (this.underWay.has(n) || this.chunks.get(n)?.isStale === false) continue;
      if (best === undefined || Math.abs(n - middle) < Math.abs(best - middle)) best = n;
    }
    return best;
  }

  /** A chunk is asked for. */
  begin(n: number): void {
    this.underWay.add(n);
  }

  /** A chunk's answer; undefined: there was none, and it may be asked for again. */
  end(n: number, rows: T[] | undefined): void {
    this.underWay.delete(n);
    if (!rows) return;
    this.chunks.delete(n);
    this.chunks.set(n, { rows, isStale: false });
    for (const oldest of this.chunks.keys()) {
      if (this.chunks.size <= this.most) break;
      this.chunks.delete(oldest);
    }
  }

  /** All may have changed; what is known is shown until it is asked for again. */
  stale(): void {
    for (const chunk of this.chunks.values()) chunk.isStale = true;
  }
}
