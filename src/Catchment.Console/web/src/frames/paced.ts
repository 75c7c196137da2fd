/** Something that is loaded under an address. */
interface Loadable {
  picture: string;
}

type Later = (run: () => void, ms: number) => unknown;

/**
 * Loads one thing at a time. What is under way is never given up for something newer: of all that is wanted meanwhile only the
 * newest is loaded next, after a pause. A fast camera on a slow network is so shown slowly instead of never.
 */
export class Paced<T extends Loadable> {
  private wanted: T | undefined;
  private last: string | undefined;
  private busy = false;
  private ended = false;

  constructor(
    private readonly load: (what: T) => Promise<void>,
    /** Milliseconds between the end of a load and the begin of the next. */
    private readonly pace: number,
    private readonly later: Later = (run, ms) => setTimeout(run, ms),
  ) {}

  /** Asks for something instead of what was asked for before; undefined: for nothing. */
  want(what: T | undefined): void {
    this.wanted = what;
    this.next();
  }

  /** Nothing more is begun. */
  end(): void {
    this.ended = true;
  }

  private next(): void {
    const what = this.wanted;
    if (this.ended || this.busy || !what || what.picture === this.last) return;
    this.busy = true;
    this.last = what.picture;
    void this.load(what).then(() =>
      this.later(() => {
        this.busy = false;
        this.next();
      }, this.pace),
    );
  }
}
