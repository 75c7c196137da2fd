import { useEffect, useRef, useState } from "preact/hooks";
import type { TagChange } from "./types";

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15_000;
const HIDDEN_FOR = 5000;

/** What the stream has told of a tag, and how often its value has changed since. */
export interface LiveTag extends TagChange {
  changes: number;
}

/** The newest values of the tags that a page shows. One stream at a time; it comes back by itself, and ends while the tab is hidden. */
export class TagStream {
  readonly tags = new Map<string, LiveTag>();
  private source: EventSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pause = FIRST_PAUSE;
  private ids = "";
  private membership: number | undefined;
  private readonly visibility = (): void => {
    clearTimeout(this.timer);
    if (!document.hidden) this.open();
    else this.timer = setTimeout(() => this.close(), HIDDEN_FOR);
  };

  constructor(
    private readonly changed: () => void,
    private readonly cameOrWent: () => void,
  ) {
    document.addEventListener("visibilitychange", this.visibility);
  }

  /** Watches these tags, and no longer others. */
  watch(ids: string[]): void {
    const wanted = ids.slice().sort().join(",");
    if (wanted === this.ids && this.source) return;
    this.ids = wanted;
    const kept = new Set(ids);
    for (const id of this.tags.keys()) if (!kept.has(id)) this.tags.delete(id);
    this.close();
    this.open();
  }

  end(): void {
    document.removeEventListener("visibilitychange", this.visibility);
    clearTimeout(this.timer);
    this.close();
  }

  private open(): void {
    clearTimeout(this.timer);
    if (this.source || document.hidden) return;
    const source = new EventSource(`/api/v1/tags/live?ids=${this.ids}`);
    this.source = source;
    source.addEventListener("tags", (e: MessageEvent<string>) => {
      this.pause = FIRST_PAUSE;
      for (const tag of (JSON.parse(e.data) as { items: TagChange[] }).items) {
        const had = this.tags.get(tag.id);
        const isNew = had !== undefined && JSON.stringify(had.value) !== JSON.stringify(tag.value);
        this.tags.set(tag.id, { ...tag, changes: (had?.changes ?? 0) + (isNew ? 1 : 0) });
      }
      this.changed();
    });
    source.addEventListener("membership", (e: MessageEvent<string>) => {
      const { version } = JSON.parse(e.data) as { version: number };
      const isNew = this.membership !== undefined && this.membership !== version;
      this.membership = version;
      if (isNew) this.cameOrWent();
    });
    source.onerror = () => {
      // The browser's own way of trying again gives up at an error status, and hurries otherwise.
      this.close();
      this.timer = setTimeout(() => this.open(), this.pause);
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    };
  }

  private close(): void {
    this.source?.close();
    this.source = undefined;
  }
}

/** A stream for the caller's life; it is drawn again when a value has come, at most once a frame. */
export function useTagStream(cameOrWent: () => void): TagStream {
  const [, draw] = useState(0);
  const latest = useRef(cameOrWent);
  latest.current = cameOrWent;
  const stream = useRef<TagStream | undefined>(undefined);
  const frame = useRef(0);
  stream.current ??= new TagStream(
    () => {
      frame.current ||= requestAnimationFrame(() => {
        frame.current = 0;
        draw((n) => n + 1);
      });
    },
    () => latest.current(),
  );
  useEffect(
    () => () => {
      cancelAnimationFrame(frame.current);
      stream.current!.end();
    },
    [],
  );
  return stream.current;
}
