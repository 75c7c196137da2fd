/** The number of the last picture at or before a time; 0 before the first. */
export function pictureAt(times: number[], at: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (times[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Plays pictures at their own times. It is told the time that has passed and says which picture is to be seen; where the next one is not
 * there yet, it waits for it instead of leaving it out.
 */
export class Player {
  index = 0;
  playing = false;
  speed = 1;
  /** More pictures may come: the last one is no end. */
  grows = false;
  private position = 0;

  constructor(private times: number[] = []) {
    this.position = times[0] ?? 0;
  }

  get count(): number {
    return this.times.length;
  }

  get atEnd(): boolean {
    return this.index >= this.times.length - 1;
  }

  /** The pictures of an event that has grown, or lost some; what is looked at stays. */
  renew(times: number[]): void {
    const follows = this.grows && !this.playing && this.atEnd;
    const begins = this.times.length === 0;
    this.times = times;
    if (follows) this.seek(times.length - 1);
    else if (begins || this.index >= times.length) this.seek(this.index);
  }

  seek(index: number): void {
    this.index = Math.min(Math.max(index, 0), Math.max(0, this.times.length - 1));
    this.position = this.times[this.index] ?? 0;
  }

  /** From the begin when it is at its end. */
  play(): void {
    if (this.atEnd && !this.grows) this.seek(0);
    this.playing = this.times.length > 1 || this.grows;
  }

  /** Moves on by some milliseconds of the viewer's time. */
  tick(passed: number, isThere: (index: number) => boolean): void {
    if (!this.playing || this.times.length === 0) return;
    const to = this.position + passed * this.speed;
    let next = pictureAt(this.times, to);
    let waits = false;
    while (next > this.index && !isThere(next)) {
      next--;
      waits = true;
    }
    if (waits && next === this.index) this.position = Math.min(to, this.times[this.index + 1]!);
    else this.position = waits ? this.times[next]! : Math.min(to, this.times.at(-1)!);
    this.index = Math.max(this.index, next);
    if (this.atEnd && !this.grows) this.playing = false;
  }
}
