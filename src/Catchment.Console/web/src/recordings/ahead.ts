const MOST_AT_ONCE = 4;

/**
 * Has pictures ready before they are to be seen: some ahead, a few behind, and never more than a bound. What is far away is let go.
 */
export class Ahead<T> {
  private readonly there = new Map<string, T>();
  private readonly loading = new Map<string, AbortController>();
  private readonly failed = new Set<string>();
  private wanted: string[] = [];
  private ended = false;

  constructor(
    private readonly load: (url: string, signal: AbortSignal) => Promise<T>,
    private readonly release: (picture: T) => void,
    private readonly changed: () => void,
    /** The most pictures that are kept. */
    public most = 40,
  ) {}

  get(url: string): T | undefined {
    return this.there.get(url);
  }

  /** The picture cannot be had. */
  hasFailed(url: string): boolean {
    return this.failed.has(url);
  }

  get size(): number {
    return this.there.size;
  }

  /** Wants the picture with a number first, then those after it, then some before it. */
  want(urls: string[], index: number): void {
    const behind = Math.min(8, this.most >> 2);
    const ahead = urls.slice(index, index + this.most - behind);
    const before = urls.slice(Math.max(0, index - behind), index).reverse();
    this.wanted = [...ahead, ...before];
    const near = new Set(this.wanted);
    for (const [url, picture] of this.there) {
      if (near.has(url)) continue;
      this.there.delete(url);
      this.release(picture);
    }
    for (const [url, abort] of this.loading) if (!near.has(url)) abort.abort();
    this.next();
  }

  /** Lets go of everything. */
  end(): void {
    this.ended = true;
    this.loading.forEach((abort) => abort.abort());
    this.there.forEach((picture) => this.release(picture));
    this.there.clear();
  }

  private next(): void {
    for (const url of this.wanted) {
      if (this.ended || this.loading.size >= MOST_AT_ONCE) return;
      if (!this.there.has(url) && !this.loading.has(url) && !this.failed.has(url)) void this.bring(url);
    }
  }

  private async bring(url: string): Promise<void> {
    const abort = new AbortController();
    this.loading.set(url, abort);
    try {
      const picture = await this.load(url, abort.signal);
      if (this.ended || !this.wanted.includes(url)) this.release(picture);
      else this.there.set(url, picture);
    } catch {
      if (!abort.signal.aborted) this.failed.add(url);
    }
    this.loading.delete(url);
    if (this.ended) return;
    this.changed();
    this.next();
  }
}
